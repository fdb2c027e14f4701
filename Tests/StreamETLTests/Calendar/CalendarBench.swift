import Foundation

@testable import ETLCalendar
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

/// Reads calendars as the engine would and assembles what they state.
struct CalendarBench {
    /// 1 June 2024; meetings are shown up to 30 August.
    static let asOf: Int64 = 1_717_200_000

    var zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
    var limits = InputLimits()

    var ics: CalendarICSTransformer { CalendarICSTransformer(zone: zone, limits: limits) }
    var api: CalendarAPITransformer { CalendarAPITransformer(zone: zone, limits: limits) }

    func read(_ bytes: [UInt8], at path: String = "a.ics") async throws -> [Contribution] {
        let file = SettledFile(path: RelativePath(path), bytes: bytes)
        let transformer: any Transformer = path.hasSuffix(".json") ? api : ics
        var contributions: [Contribution] = []
        try await transformer.transform(file) { contributions.append($0) }
        return contributions
    }

    func warnings(_ text: String, at path: String = "a.ics") async throws -> [TransformError.Cause] {
        try await read(Array(text.utf8), at: path).flatMap(\.warnings).map(\.cause)
    }

    func assemblies(_ files: [String: [UInt8]], asOf: Int64 = asOf) async throws -> [Assembly] {
        let assembler = CalendarAssembler(limits: limits)
        var parts = CalendarParts()
        var units: [String: [Part]] = [:]
        for path in files.keys.sorted() {
            for contribution in try await read(files[path] ?? [], at: path) {
                let place = DropPath(drop: 0, path: RelativePath(path))
                let head = ContributionHead(
                    kind: contribution.kind, unit: contribution.unit, heading: contribution.heading)
                let unit = assembler.placement(of: head, at: place).unit ?? ""
                units[unit, default: []].append(parts.add(contribution, at: place))
            }
        }
        let scope = DropPath(drop: 0, path: .root)
        var grouped: [String: [AssemblyUnit]] = [:]
        for key in units.keys.sorted() {
            let unit = AssemblyUnit(key: key, scope: scope, parts: units[key] ?? [])
            grouped[try assembler.group(of: unit, reading: parts), default: []].append(unit)
        }
        return try grouped.keys.sorted().map {
            try assembler.assemble(group: $0, units: grouped[$0] ?? [], asOf: asOf, reading: parts)
        }
    }

    /// The meetings of all files as the unified JSON orders them.
    func meetings(_ files: [String: String], asOf: Int64 = asOf) async throws -> [CalendarOutcome] {
        try await assemblies(files.mapValues { Array($0.utf8) }, asOf: asOf).flatMap(\.items)
            .sorted { ($0.sortKey, $0.key) < ($1.sortKey, $1.key) }.map { try CalendarOutcome($0) }
    }

    func meetings(_ text: String, asOf: Int64 = asOf) async throws -> [CalendarOutcome] {
        try await meetings(["a.ics": text], asOf: asOf)
    }

    /// The meetings of one event of which `lines` are the properties, but for UID and SUMMARY.
    func meetings(of lines: String, asOf: Int64 = asOf) async throws -> [CalendarOutcome] {
        try await meetings(Self.calendar(lines), asOf: asOf)
    }

    /// When the meetings of one event begin.
    func starts(of lines: String..., asOf: Int64 = asOf) async throws -> [String] {
        try await meetings(Self.calendar(lines), asOf: asOf).map(\.start)
    }

    // MARK: Texts

    static func calendar(_ events: String..., head: String = "") -> String { calendar(events, head: head) }

    /// Events share a UID unless they state one, as the versions of one event do.
    static func calendar(_ events: [String], head: String = "") -> String {
        let texts = events.map { event in
            let uid = event.contains("UID:") ? "" : "UID:e1@calendar.test\n"
            let title = event.contains("SUMMARY") ? "" : "SUMMARY:Sync\n"
            return "BEGIN:VEVENT\n\(uid)\(title)\(event)\nEND:VEVENT\n"
        }
        return "BEGIN:VCALENDAR\nVERSION:2.0\n" + (head.isEmpty ? "" : head + "\n") + texts.joined()
            + "END:VCALENDAR\n"
    }

    static func page(_ items: String..., members: String = "") -> String {
        #"{"kind":"calendar#events",\#(members)"items":[\#(items.joined(separator: ","))]}"#
    }
}

/// Contributions in memory.
private struct CalendarParts: PartReader {
    private var payloads: [[UInt8]] = []

    mutating func add(_ contribution: Contribution, at path: DropPath) -> Part {
        payloads.append(contribution.payload)
        return Part(
            id: Int64(payloads.count - 1), path: path, kind: contribution.kind, unit: contribution.unit,
            heading: contribution.heading, payloadByteCount: contribution.payload.count)
    }

    func payload(of part: Int64) throws -> [UInt8] { payloads[Int(part)] }
    func context(at scope: DropPath) throws -> [Part] { [] }
}

/// What a test asks of a meeting.
struct CalendarOutcome: Equatable {
    let key: String
    let recurrenceID: String?
    let title: String?
    let start: String
    let end: String
    let startLocal: String?
    let endLocal: String?
    let zone: String?
    let isAllDay: Bool
    let status: String?
    let location: String?
    let organizer: String?
    /// Address or name, and response.
    let attendees: [String]
    let files: [String]
    let emails: [String]
    let firstActivity: Int64?

    init(_ item: AssembledItem) throws {
        let json = try item.object
        key = item.key
        recurrenceID = json["recurrence_id"] as? String
        title = json["title"] as? String
        start = json["start"] as? String ?? ""
        end = json["end"] as? String ?? ""
        startLocal = json["start_local"] as? String
        endLocal = json["end_local"] as? String
        zone = json["timezone"] as? String
        isAllDay = json["all_day"] as? Bool ?? false
        status = json["status"] as? String
        location = json["location"] as? String
        organizer = (json["organizer"] as? [String: Any])?["email"] as? String
        attendees = (json["attendees"] as? [[String: Any]] ?? []).map { person in
            let name = person["email"] as? String ?? person["name"] as? String ?? ""
            return (person["response"] as? String).map { "\(name) \($0)" } ?? name
        }
        files = json["source_files"] as? [String] ?? []
        emails = item.subject.emails
        firstActivity = item.firstActivity
    }
}
