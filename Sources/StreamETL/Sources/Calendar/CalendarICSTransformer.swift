import ETLFormats
package import ETLModel
package import Foundation

/// Reads iCalendar files (RFC 5545): exports of Google, Outlook and others.
package struct CalendarICSTransformer: Transformer {
    /// For times without a zone in calendars that name none.
    package let zone: TimeZone
    package let limits: InputLimits

    package init(zone: TimeZone, limits: InputLimits) {
        self.zone = zone
        self.limits = limits
    }

    package var source: Source { .calendar }

    package var identity: String { "calendar-ics/7 zone=\(zone.identifier) \(limits.ofCalendars)" }

    package func claims(_ probe: FileProbe) -> Bool {
        var head = probe.head
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            if !head.count.isMultiple(of: 2) { head.removeLast() }
            head = (try? DelimitedText.utf8(from: Array(head.prefix(256)))) ?? []
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        let start = head.drop { $0 <= 0x20 }.prefix(15)
        return String(decoding: start, as: UTF8.self).uppercased() == "BEGIN:VCALENDAR"
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let lines = try CalendarLines(
            try file.content.document(limits), file: file.path, limits: limits)
        let assumed = CalendarZone(zone)
        let zones = CalendarZoneReader.zones(in: lines, limits: limits, assumed: assumed)
        var reader = CalendarComponentReader(lines: lines, zones: zones, limits: limits)
        var faults = ContributionFaults()
        while let contribution = try reader.next(file: file.path, faults: &faults) {
            if let complete = faults.add(contribution) { try await emit(complete) }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }
}

extension CalendarZone {
    package init(_ zone: TimeZone) {
        let offset = zone.identifier.hasPrefix("GMT") || zone.identifier == "UTC"
        self = offset ? .offset(seconds: zone.secondsFromGMT()) : .named(zone.identifier)
    }
}

extension InputLimits {
    /// Those that change what is read of a calendar, as part of an identity.
    var ofCalendars: String {
        "recurrences=\(recurrences)/\(fileRecurrences) participants=\(participants) line=\(lineBytes) "
            + "depth=\(nestingDepth) event=\(messageBytes)"
    }
}
