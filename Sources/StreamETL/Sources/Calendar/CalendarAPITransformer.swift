import ETLFormats
package import ETLModel
package import Foundation

/// Reads answers of Google's Calendar API (version 3): pages of `events.list`, several of them in an
/// array, and single events.
package struct CalendarAPITransformer: Transformer {
    private static let rule: TransformError.Rule = "calendar.api.json"

    /// For times without a zone in pages that name none.
    package let zone: TimeZone
    package let limits: InputLimits
    package var pieceByteCount = JSONListReader.pieceByteCount

    package init(zone: TimeZone, limits: InputLimits) {
        self.zone = zone
        self.limits = limits
    }

    package var source: Source { .calendar }

    package var identity: String { "calendar-api/7 zone=\(zone.identifier) \(limits.ofCalendars)" }

    package func claims(_ probe: FileProbe) -> Bool {
        let head = JSONHead(probe.head)
        guard head.opens == UInt8(ascii: "{") || head.opens == UInt8(ascii: "[") else { return false }
        // A page says so in its first line, unless its members were sorted; then its events say it.
        let text = Array("\"calendar#event".utf8)
        var rest = probe.head[...]
        while let quote = rest.firstIndex(of: text[0]) {
            if rest[quote...].starts(with: text) { return true }
            rest = rest[(quote + 1)...]
        }
        return false
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        try file.content.checkDocument(limits)
        var faults = ContributionFaults()
        var aliases: Set<String> = []
        var budget = CalendarFileBudget(limits: limits)
        var list = JSONListReader(file: file, limits: limits, rule: Self.rule, member: "items")
        list.takesSeveral = true
        list.pieceByteCount = pieceByteCount
        try await list.forEachPart { part in
            guard let page = CalendarAPIPage(part, zone: zone, faults: &faults) else { return }
            for item in page.items {
                guard let entry = entry(of: item, on: page, faults: &faults) else { continue }
                var contribution = entry.contribution
                guard contribution.payload.count <= limits.messageBytes else {
                    faults.warn(.limitExceeded(.messageBytes, limit: limits.messageBytes), loses: true)
                    continue
                }
                do throws(TransformError.Cause) {
                    let charge = try budget.charge(
                        entry.event, of: contribution.unit, byteCount: contribution.payload.count)
                    if let cut = charge.cut, !entry.faults.contains(cut) { faults.warn(cut) }
                    if let most = charge.most {
                        var event = entry.event
                        event.most = most
                        contribution = event.contribution(kind: contribution.kind, unit: contribution.unit)
                    }
                } catch {
                    let position = item["id"].flatMap { part.position(of: $0) }
                    throw TransformError(file: file.path, position: position, cause: error)
                }
                if let complete = faults.add(contribution) { try await emit(complete) }
                if let alias = entry.alias, aliases.insert(alias.unit).inserted,
                    let complete = faults.add(alias)
                {
                    try await emit(complete)
                }
            }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    private func entry(
        of item: JSONValue, on page: CalendarAPIPage, faults: inout ContributionFaults
    ) -> CalendarAPIEvent? {
        do {
            let entry = try CalendarAPIEvent(
                item, pageUpdated: page.updated, calendar: page.calendar, assumed: page.assumed,
                limits: limits)
            for fault in entry.faults { faults.warn(fault) }
            return entry
        } catch {
            faults.warn(error, loses: true)
            return nil
        }
    }
}

/// A page of `events.list`, or a single event.
private struct CalendarAPIPage {
    let items: JSONElements
    let updated: String?
    /// Its id where whoever stored the page kept it, else its title.
    let calendar: String?
    let assumed: CalendarZone

    /// - Returns: `nil` for what is neither, which is a fault.
    init?(_ part: JSONListReader.Part, zone: TimeZone, faults: inout ContributionFaults) {
        let page = part.object
        guard page.isObject else {
            faults.warn(.malformed("calendar.api.page"), loses: true)
            return nil
        }
        assumed = page.member("timeZone")?.string.flatMap { CalendarZone(tzid: $0) } ?? CalendarZone(zone)
        guard let items = page.member("items") else {
            self.items = page["id"] == nil ? JSONElements(of: page) : JSONElements(only: page)
            updated = nil
            calendar = nil
            return
        }
        guard items.isArray else {
            faults.warn(.malformed("calendar.api.items"), loses: true)
            return nil
        }
        self.items = part.records ?? items.eachElement
        updated = page.member("updated")?.string
        calendar =
            ["calendarId", "id", "summary"].lazy.compactMap { page.member($0)?.string }.first { !$0.isEmpty }
    }
}
