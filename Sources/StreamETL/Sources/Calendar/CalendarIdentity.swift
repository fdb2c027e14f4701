import ETLModel

/// By what calendars and events are known where nothing in them is made for that.
enum CalendarIdentity {
    // MARK: Events

    /// The UID of an event that has none: it follows from when the event begins and what it is called, which
    /// every export of it repeats.
    static func uid(of event: CalendarEvent) -> String { "without-uid-" + mark(of: event) }

    /// Tells events apart that share a UID, by their start and title.
    static func mark(of event: CalendarEvent) -> String {
        var writer = ByteWriter(reserving: 64)
        writer.write(event.start.map { Self.text(of: $0, in: event) })
        let title = event.title ?? event.location ?? ""
        writer.write(title.split { $0.isWhitespace }.joined(separator: " ").lowercased())
        let digits = Array("0123456789abcdef")
        return String(
            ContentHash.of(writer.bytes).prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The time with its zone's name, whatever number the zone has in the event.
    private static func text(of time: CalendarTime, in event: CalendarEvent) -> String {
        switch time {
        case .date(let day): return "d\(day)"
        case .moment(let moment, _): return "m\(moment)"
        case .local(let local, let zone):
            let name =
                zone != event.assumedZone && event.zones.indices.contains(zone) ? event.zones[zone].name : ""
            return "l\(local) \(name)"
        }
    }

    // MARK: Calendars

    /// What is common to a calendar's name however it is written.
    static func name(_ text: String) -> String? {
        let name = text.split { $0.isWhitespace }.joined(separator: " ").lowercased()
        return name.isEmpty ? nil : name
    }

    /// The calendar that a file is an export of: its name without extension, dates and counters; where
    /// nothing of it is left, or any calendar may have it, the folder's name too.
    static func name(ofFileAt path: RelativePath) -> String {
        let name = bare(withoutExtension(path.nameText))
        guard name.isEmpty || generic.contains(name) else { return name }
        var folder = path.parent
        while !folder.isRoot {
            let text = bare(folder.nameText)
            if !text.isEmpty { return text + "/" + name }
            folder = folder.parent
        }
        return name
    }

    /// Names that programs give the file of any calendar.
    private static let generic: Set<String> = [
        "basic", "calendar", "calendars", "events", "event", "export", "ical", "page", "kalender",
        "calendrier",
        "calendario", "full", "delta", "events list", "results",
    ]

    private static func withoutExtension(_ name: String) -> Substring {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name[...] }
        return name[..<dot]
    }

    /// Words without those that are dates, times, numbers or say that it is a copy.
    private static func bare(_ name: some StringProtocol) -> String {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "@" && $0 != "'" }
        let kept = words.filter { !isCounter($0) }
        return kept.joined(separator: " ")
    }

    private static func isCounter(_ word: Substring) -> Bool {
        if copies.contains(String(word)) { return true }
        // `20240603t100000z`, `3`, `2024`
        let digits = word.filter(\.isNumber)
        return !digits.isEmpty && word.allSatisfy { $0.isNumber || $0 == "t" || $0 == "z" }
    }

    private static let copies: Set<String> = ["copy", "kopie", "copie", "copia"]
}
