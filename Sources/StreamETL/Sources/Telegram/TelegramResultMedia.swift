/// What `result.json` says of a message's photo, file, contact … in the words of the HTML pages.
struct TelegramResultMedia {
    private(set) var media: TelegramMedia?
    /// Links in the words of the media.
    private(set) var links: [TelegramLink] = []

    init(of value: TelegramResultValue, _ parser: TelegramResultParser) {
        // Most messages are nothing but text.
        guard value.mayHoldMedia else { return }
        media =
            TelegramResultFile.media(of: value) ?? place(value) ?? contact(value) ?? shop(value, parser)
            ?? list(value) ?? TelegramResultGiveaway.media(of: value, parser)
    }

    private func contact(_ value: TelegramResultValue) -> TelegramMedia? {
        guard let contact = value["contact_information"] else { return nil }
        let names = [text(contact, "first_name"), text(contact, "last_name")].compactMap { $0 }
        let number = text(contact, "phone_number")
        return TelegramMedia(
            kind: "contact", title: names.isEmpty ? nil : names.joined(separator: " "),
            status: value["contact_vcard"] == nil ? number : (number ?? "") + " - vCard")
    }

    private func place(_ value: TelegramResultValue) -> TelegramMedia? {
        let point = value["location_information"]
        if value["place_name"] != nil || value["address"] != nil && point != nil {
            return TelegramMedia(
                kind: "venue", title: text(value, "place_name"), description: text(value, "address"),
                status: point.flatMap(Self.coordinates))
        }
        guard let point else { return nil }
        let isLive = value["live_location_period_seconds"] != nil
        return TelegramMedia(
            kind: isLive ? "live_location" : "location", title: isLive ? "Live location" : "Location",
            status: Self.coordinates(point))
    }

    static func coordinates(_ point: TelegramResultValue) -> String? {
        guard let latitude = point["latitude"]?.decimal, let longitude = point["longitude"]?.decimal else {
            return nil
        }
        return "\(latitude), \(longitude)"
    }

    private func shop(_ value: TelegramResultValue, _ parser: TelegramResultParser) -> TelegramMedia? {
        if value["game_title"] != nil || value["game_link"] != nil {
            return TelegramMedia(
                kind: "game", title: text(value, "game_title"), description: text(value, "game_description"),
                status: text(value, "game_link"))
        }
        if let invoice = value["invoice_information"] {
            return invoice.unpacked(by: parser) { invoice in
                TelegramMedia(
                    kind: "invoice", title: text(invoice, "title"),
                    description: text(invoice, "description"),
                    status: invoice["amount"]?.integer.flatMap { amount in
                        text(invoice, "currency").map { TelegramMoney.text(amount, $0) }
                    })
            }
        }
        return value["paid_stars_amount"]?.integer.map {
            TelegramMedia(kind: "invoice", status: TelegramMoney.text($0, "XTR"))
        }
    }

    // MARK: Polls and checklists

    private mutating func list(_ value: TelegramResultValue) -> TelegramMedia? {
        if let poll = value["poll"], poll.isObject {
            return TelegramMedia(
                kind: "poll", title: line(poll["question"]), description: answers(poll["answers"]),
                status: poll["total_voters"]?.integer.map(Self.votes))
        }
        guard let tasks = value["todo_list"], tasks.isObject else { return nil }
        return TelegramMedia(
            kind: TelegramMedia.checklist, title: line(tasks["title"]),
            description: answers(tasks["answers"] ?? tasks["items"]))
    }

    private mutating func answers(_ answers: TelegramResultValue?) -> String? {
        var lines: [String] = []
        answers?.forEach { answer in
            if let text = line(answer["text"]) {
                var line = "- " + text
                if let count = answer["voters"]?.integer, count > 0 {
                    line += " " + Self.votes(count)
                    if answer["chosen"]?.isTrue == true { line += ", chosen vote" }
                }
                lines.append(line)
            }
            return lines.count < 1_000
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private static func votes(_ count: Int64) -> String {
        count > 1 ? "\(count) votes" : count == 1 ? "1 vote" : "No votes"
    }

    /// The words of a value, whose links are kept.
    private mutating func line(_ value: TelegramResultValue?) -> String? {
        guard let value else { return nil }
        var text = TelegramResultText()
        text.append(value)
        links += text.links
        return text.text
    }

    private func text(_ value: TelegramResultValue, _ key: StaticString) -> String? {
        TelegramResultMessage.name(value[key])
    }
}
