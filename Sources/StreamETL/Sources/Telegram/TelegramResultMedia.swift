/// What `result.json` says of a message's photo, file, contact … in the words of the HTML pages.
enum TelegramResultMedia {
    static func media(of value: TelegramResultValue) -> TelegramMedia? {
        if let type = value["media_type"]?.string { return document(value, type) }
        if value["photo"] != nil { return TelegramMedia(kind: "photo") }
        if value["file"] != nil {
            return TelegramMedia(kind: "file", title: text(value, "file_name") ?? "File")
        }
        if let contact = value["contact_information"] {
            let names = [text(contact, "first_name"), text(contact, "last_name")].compactMap { $0 }
            let number = text(contact, "phone_number")
            return TelegramMedia(
                kind: "contact", title: names.isEmpty ? nil : names.joined(separator: " "),
                status: value["contact_vcard"] == nil ? number : (number ?? "") + " - vCard")
        }
        if value["place_name"] != nil {
            return TelegramMedia(
                kind: "venue", title: text(value, "place_name"), description: text(value, "address"))
        }
        if value["location_information"] != nil {
            let isLive = value["live_location_period_seconds"] != nil
            return TelegramMedia(
                kind: isLive ? "live_location" : "location", title: isLive ? "Live location" : "Location")
        }
        if value["game_title"] != nil {
            return TelegramMedia(
                kind: "game", title: text(value, "game_title"), description: text(value, "game_description"))
        }
        if let invoice = value["invoice_information"] {
            return TelegramMedia(
                kind: "invoice", title: text(invoice, "title"), description: text(invoice, "description"))
        }
        if let poll = value["poll"] { return self.poll(poll) }
        let isGiveaway = value["giveaway_information"] != nil || value["giveaway_results"] != nil
        return isGiveaway ? TelegramMedia(kind: "giveaway") : nil
    }

    private static func document(_ value: TelegramResultValue, _ type: String) -> TelegramMedia {
        switch type {
        case "video_file": TelegramMedia(kind: "video")
        case "voice_message": TelegramMedia(kind: type, title: "Voice message")
        case "video_message": TelegramMedia(kind: type, title: "Video message")
        case "sticker": TelegramMedia(kind: type, status: text(value, "sticker_emoji"))
        case "audio_file": TelegramMedia(kind: type, title: songTitle(value))
        case "animation": TelegramMedia(kind: type)
        // A kind of a later version; only known words can be kinds.
        default: TelegramMedia(kind: "file", title: text(value, "file_name") ?? "File")
        }
    }

    private static func songTitle(_ value: TelegramResultValue) -> String {
        guard let performer = text(value, "performer"), let title = text(value, "title") else {
            return "Audio file"
        }
        return "\(performer) – \(title)"
    }

    private static func poll(_ poll: TelegramResultValue) -> TelegramMedia {
        var answers: [String] = []
        poll["answers"]?.forEach { answer in
            if let text = text(answer, "text") { answers.append("- " + text) }
            return answers.count < 100
        }
        return TelegramMedia(
            kind: "poll", title: text(poll, "question"),
            description: answers.isEmpty ? nil : answers.joined(separator: "\n"),
            status: poll["total_voters"]?.integer.map { "\($0) votes" })
    }

    private static func text(_ value: TelegramResultValue, _ key: StaticString) -> String? {
        TelegramResultMessage.name(value[key])
    }
}
