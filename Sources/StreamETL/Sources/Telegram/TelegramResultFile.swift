/// What `result.json` says of a photo or file, in the words of the HTML pages.
enum TelegramResultFile {
    static func media(of value: TelegramResultValue) -> TelegramMedia? {
        if let type = value["media_type"]?.string { return document(value, type) }
        if value["photo"] != nil { return photo(value) }
        return value["file"] == nil ? nil : file(value)
    }

    private static func photo(_ value: TelegramResultValue) -> TelegramMedia {
        if value["self_destruct_period_seconds"] != nil {
            return TelegramMedia(
                kind: "photo", title: "Self-destructing photo", status: destructionStatus(value["photo"]))
        }
        guard let reason = reason(value["photo"]) else { return TelegramMedia(kind: "photo") }
        var sizes: [String] = []
        if let width = value["width"]?.integer, let height = value["height"]?.integer {
            sizes.append("\(width)×\(height)")
        }
        if let size = value["photo_file_size"]?.integer { sizes.append(self.size(size)) }
        return TelegramMedia(kind: "photo", title: "Photo", description: reason, status: joined(sizes))
    }

    private static func document(_ value: TelegramResultValue, _ type: String) -> TelegramMedia {
        if value["self_destruct_period_seconds"] != nil {
            return TelegramMedia(
                kind: "video", title: "Self-destructing video", status: destructionStatus(value["file"]))
        }
        let reason = reason(value["file"])
        var details: [String] = []
        if let duration = value["duration_seconds"]?.integer { details.append(self.duration(duration)) }
        if reason != nil, let size = value["file_size"]?.integer { details.append(self.size(size)) }
        let status = joined(details)
        switch type {
        case "video_file":
            return TelegramMedia(
                kind: "video", title: reason == nil ? nil : "Video file", description: reason, status: status)
        case "voice_message":
            return TelegramMedia(kind: type, title: "Voice message", description: reason, status: status)
        case "video_message":
            return TelegramMedia(kind: type, title: "Video message", description: reason, status: status)
        case "audio_file":
            return TelegramMedia(kind: type, title: songTitle(value), description: reason, status: status)
        case "animation", "sticker":
            let emoji = type == "sticker" ? text(value, "sticker_emoji") : nil
            let size = reason == nil ? nil : value["file_size"]?.integer.map(self.size)
            let title = type == "sticker" ? "Sticker" : "Animation"
            return TelegramMedia(
                kind: type, title: reason == nil ? nil : title, description: reason,
                status: joined([emoji, size].compactMap { $0 }))
        // A kind of a later version; only known words can be kinds.
        default: return file(value)
        }
    }

    private static func file(_ value: TelegramResultValue) -> TelegramMedia {
        if value["self_destruct_period_seconds"] != nil {
            return TelegramMedia(
                kind: "video", title: "Self-destructing video", status: destructionStatus(value["file"]))
        }
        return TelegramMedia(
            kind: "file", title: name(value) ?? "File", description: reason(value["file"]),
            status: value["file_size"]?.integer.map(size))
    }

    private static func songTitle(_ value: TelegramResultValue) -> String {
        if let performer = text(value, "performer"), let title = text(value, "title") {
            return "\(performer) – \(title)"
        }
        return text(value, "file_name") ?? "Audio file"
    }

    /// Before April 2024 the name is only told by where the file lies.
    private static func name(_ value: TelegramResultValue) -> String? {
        if let name = text(value, "file_name") { return name }
        guard let path = text(value, "file"), reason(value["file"]) == nil,
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        else { return nil }
        let name = path[path.utf8.index(after: slash)...]
        return name.isEmpty ? nil : String(name)
    }

    /// Why a file is not part of the export.
    static func reason(_ path: TelegramResultValue?) -> String? {
        guard let path = path?.string, path.hasPrefix("("), path.hasSuffix(")") else { return nil }
        if path.contains("unavailable") { return "Unavailable, please try again later." }
        if path.contains("maximum size") {
            return "Exceeds maximum size, change data exporting settings to download."
        }
        return path.contains("not included")
            ? "Not included, change data exporting settings to download." : nil
    }

    private static func destructionStatus(_ path: TelegramResultValue?) -> String {
        path?.string?.contains("unavailable") == true ? "Expired" : "Please view it on your mobile"
    }

    private static func joined(_ details: [String]) -> String? {
        details.isEmpty ? nil : details.joined(separator: ", ")
    }

    /// `1:02:03`, `00:07`
    private static func duration(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = max(seconds, 0)
        let hours = seconds / 3_600
        return (hours > 0 ? "\(hours):" : "") + two(seconds % 3_600 / 60) + ":" + two(seconds % 60)
    }

    /// `12.5 KB`
    private static func size(_ byteCount: Int64) -> String {
        let byteCount = max(byteCount, 0)
        func tenths(_ unit: Int64) -> String {
            let (whole, rest) = byteCount.quotientAndRemainder(dividingBy: unit)
            return "\(whole).\(rest * 10 / unit)"
        }
        if byteCount >= 1 << 20 { return tenths(1 << 20) + " MB" }
        return byteCount >= 1 << 10 ? tenths(1 << 10) + " KB" : "\(byteCount) B"
    }

    private static func text(_ value: TelegramResultValue, _ key: StaticString) -> String? {
        TelegramResultMessage.name(value[key])
    }
}
