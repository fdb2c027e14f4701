import Foundation

/// Reads answers of Google's Calendar API (version 3): pages of `events.list`, several of them in an
/// array, and single events.
struct CalendarAPITransformer: Transformer {
    private static let rule: TransformError.Rule = "calendar.api.json"

    /// For times without a zone in pages that name none.
    let zone: TimeZone
    let limits: InputLimits

    init(zone: TimeZone, limits: InputLimits) {
        self.zone = zone
        self.limits = limits
    }

    var source: Source { .calendar }

    var identity: String { "calendar-api/3 zone=\(zone.identifier) \(limits.ofCalendars)" }

    func claims(_ probe: FileProbe) -> Bool {
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

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var faults = CalendarFaults()
        for contribution in try contributions(of: file, faults: &faults) {
            if let complete = faults.add(contribution) { try await emit(complete) }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    private func contributions(
        of file: SettledFile, faults: inout CalendarFaults
    ) throws -> [Contribution] {
        let bytes = try file.content.readAll(limit: limits.fileBytes)
        let document = try JSONDocument(bytes, file: file.path, rule: Self.rule)
        let pages = document.root.isArray ? document.root.elements : [document.root]
        var contributions: [Contribution] = []
        var aliases: Set<String> = []
        var budget = CalendarFileBudget(limits: limits)
        for page in pages {
            guard page.isObject else {
                faults.warn(.malformed("calendar.api.page"))
                continue
            }
            let assumed =
                page.member("timeZone")?.string.flatMap { CalendarZone(tzid: $0) } ?? CalendarZone(zone)
            let items = page.member("items")
            if let items, !items.isArray {
                faults.warn(.malformed("calendar.api.items"))
                continue
            }
            for item in items?.elements ?? (page["id"] != nil ? [page] : []) {
                let entry: CalendarAPIEvent
                do {
                    entry = try CalendarAPIEvent(
                        item, pageUpdated: items == nil ? nil : page.member("updated")?.string,
                        assumed: assumed, limits: limits)
                } catch {
                    faults.warn(error)
                    continue
                }
                for fault in entry.faults { faults.warn(fault) }
                let contribution = entry.contribution
                guard contribution.payload.count <= limits.messageBytes else {
                    faults.warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
                    continue
                }
                do {
                    try budget.charge(entry.event, byteCount: contribution.payload.count)
                } catch {
                    let position = item["id"].flatMap { document.position(of: $0, in: bytes) }
                    throw TransformError(file: file.path, position: position, cause: error)
                }
                contributions.append(contribution)
                if let alias = entry.alias, aliases.insert(alias.unit).inserted {
                    contributions.append(alias)
                }
            }
        }
        return contributions
    }
}
