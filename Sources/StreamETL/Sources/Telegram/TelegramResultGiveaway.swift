import Foundation

/// What `result.json` says of a giveaway, in the words of the HTML pages.
///
/// Their titles and bodies are read apart, so that the titles come first. Channels and winners have only ids in
/// `result.json`.
enum TelegramResultGiveaway {
    static func media(of value: TelegramResultValue, _ parser: TelegramResultParser) -> TelegramMedia? {
        if let giveaway = value["giveaway_information"] {
            return giveaway.unpacked(by: parser) { start($0) } ?? TelegramMedia(kind: "giveaway")
        }
        guard let results = value["giveaway_results"] else { return nil }
        return results.unpacked(by: parser) { end($0) } ?? TelegramMedia(kind: "giveaway")
    }

    private static func start(_ giveaway: TelegramResultValue) -> TelegramMedia {
        let quantity = giveaway["quantity"]?.integer ?? 0
        let months = giveaway["months"]?.integer ?? 0
        let stars = giveaway["stars"]?.integer ?? 0
        var titles = [quantity > 1 ? "Giveaway Prizes" : "Giveaway Prize"]
        var lines: [String] = []
        if let prize = TelegramResultMessage.name(giveaway["additional_prize"]) {
            lines.append("\(quantity) \(prize)")
            titles.append("with")
        }
        if stars > 0 {
            lines.append(
                "\(stars) \(stars == 1 ? "Star" : "Stars") will be distributed "
                    + (quantity == 1 ? "to 1 winner." : "among \(quantity) winners."))
        } else {
            lines.append(
                "\(quantity) Telegram Premium \(quantity > 1 ? "Subscriptions" : "Subscription") for \(months) "
                    + (months > 1 ? "months." : "month."))
        }
        titles.append("Participants")
        let channels = giveaway["channels"].map(count) ?? 0
        let kind = channels > 1 ? "channels" : "channel"
        lines.append(
            giveaway["is_only_new_subscribers"]?.isTrue == true
                ? "All users who joined the \(kind) below after this date:"
                : "All subscribers of the \(kind):")
        if let countries = countries(giveaway["countries"]) { lines.append("from " + countries) }
        if let date = giveaway["until_date"]?.string.flatMap(day) {
            titles.append("Winners Selection Date")
            lines.append(date)
        }
        return TelegramMedia(
            kind: "giveaway", title: titles.joined(separator: "\n"),
            description: lines.joined(separator: "\n"))
    }

    private static func end(_ results: TelegramResultValue) -> TelegramMedia {
        let count = results["winners_count"]?.integer ?? results["winners"].map { Int64(self.count($0)) } ?? 0
        let stars = results["stars"]?.integer ?? 0
        var lines = [
            "\(count) \(count > 1 ? "winners" : "winner") of the Giveaway was randomly selected by Telegram."
        ]
        if let prize = TelegramResultMessage.name(results["additional_prize"]) { lines.append(prize) }
        let unit = stars == 1 ? "Star" : "Stars"
        if stars > 0, count == 1 {
            lines.append("The winner received \(stars) \(unit).")
        } else if stars > 0, count > 1 {
            lines.append("All winners received \(stars) \(unit) in total.")
        } else if let unclaimed = results["unclaimed_count"]?.integer, unclaimed > 0 {
            lines.append("Some winners couldn't be selected.")
        } else if count == 1 {
            lines.append("The winner received their gift link in a private message.")
        } else if count > 1 {
            lines.append("All winners received gift links in private messages.")
        }
        return TelegramMedia(
            kind: "giveaway",
            title: count > 1 ? "Winners Selected!\nWinners" : "Winner Selected!\nWinner",
            description: lines.joined(separator: "\n"))
    }

    private static func count(_ list: TelegramResultValue) -> Int {
        var count = 0
        list.forEach { _ in
            count += 1
            return true
        }
        return count
    }

    /// `🇩🇪 Germany and 🇫🇷 France`
    private static func countries(_ codes: TelegramResultValue?) -> String? {
        let english = Locale(identifier: "en_US")
        var names: [String] = []
        codes?.forEach { code in
            guard let code = code.string, code.utf8.count == 2 else { return true }
            let flag = code.unicodeScalars.compactMap { Unicode.Scalar(0x1F1E6 - 0x41 + $0.value) }
            let name = english.localizedString(forRegionCode: code) ?? code
            names.append(String(String.UnicodeScalarView(flag)) + "\u{A0}" + name)
            return names.count < 300
        }
        return TelegramResultService.joined(names)
    }

    /// `2024-07-01T10:00:00` as `01.07.2024 10:00:00`.
    private static func day(_ text: String) -> String? {
        let parts = text.split(separator: "T")
        let date = (parts.first ?? "").split(separator: "-")
        guard parts.count == 2, date.count == 3 else { return nil }
        return "\(date[2]).\(date[1]).\(date[0]) \(parts[1])"
    }
}
