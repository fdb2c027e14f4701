import Foundation
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLSettings
@testable import ETLSlack
@testable import ETLStore
@testable import ETLWatching

/// Contributions as the store would hand them to the assembler.
struct SlackParts: PartReader {
    private let assembler = SlackAssembler()
    private var payloads: [[UInt8]] = []
    private var contexts: [DropPath: [Part]] = [:]
    private var units: [String: AssemblyUnit] = [:]

    mutating func add(_ contributions: [Contribution], at path: DropPath) {
        for contribution in contributions {
            let part = Part(
                id: Int64(payloads.count), path: path, kind: contribution.kind, unit: contribution.unit,
                heading: contribution.heading, payloadByteCount: contribution.payload.count)
            payloads.append(contribution.payload)
            let head = ContributionHead(
                kind: contribution.kind, unit: contribution.unit, heading: contribution.heading)
            let place = assembler.placement(of: head, at: path)
            if let key = place.unit {
                let parts = (units[key]?.parts ?? []) + [part]
                units[key] = AssemblyUnit(key: key, scope: place.scope, parts: parts)
            } else {
                contexts[place.scope, default: []].append(part)
            }
        }
    }

    func payload(of part: Int64) throws -> [UInt8] { payloads[Int(part)] }

    func context(at scope: DropPath) throws -> [Part] { contexts[scope] ?? [] }

    /// The only conversation of these files.
    static func outcome(of files: [String: String]) async throws -> SlackOutcome {
        var store = SlackParts()
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let bytes = name.hasSuffix(".gz") ? ZipFixture.gzip(Array(text.utf8)) : Array(text.utf8)
            let file = SettledFile(path: RelativePath(name), bytes: bytes)
            let probe = FileProbe(path: file.path, head: bytes, byteCount: bytes.count)
            let readers: [any Transformer] = [
                SlackListTransformer(), SlackDayTransformer(), SlackDumpTransformer(),
                SlackChunkTransformer(),
            ]
            let reader = try #require(readers.first { $0.claims(probe) }, "\(name)")
            var found: [Contribution] = []
            try await reader.transform(file) { found.append($0) }
            store.add(found, at: DropPath(drop: 0, path: file.path))
        }
        return try store.outcome()
    }

    /// The only conversation.
    func outcome() throws -> SlackOutcome { try SlackOutcome(try item { _ in }, reading: self) }

    /// The only conversation.
    ///
    /// - Parameter note: Is called for each payload that is read for it.
    func item(noting note: @escaping (Int64) -> Void) throws -> AssembledItem {
        let sorted = units.values.sorted { $0.key < $1.key }
        let reader = Reader(parts: self, note: note)
        let group = try assembler.group(of: sorted[0], reading: reader)
        return try assembler.assemble(group: group, units: sorted, asOf: 0, reading: reader).items[0]
    }

    private struct Reader: PartReader {
        let parts: SlackParts
        let note: (Int64) -> Void

        func payload(of part: Int64) throws -> [UInt8] {
            note(part)
            return try parts.payload(of: part)
        }

        func context(at scope: DropPath) throws -> [Part] { try parts.context(at: scope) }
    }
}

/// What a test asks of an item.
struct SlackOutcome {
    let key: String
    let messages: [String]
    let authors: [String]
    let services: Int?
    let directories: [String]
    let emails: [String]
    let name: String
    let type: String?
    let people: [String]
    let previews: [[String]]
    /// `ts` of the messages that bots wrote.
    let ofBots: [String]
    /// Modes of the messages' files.
    let fileModes: [String]
    let edits: [String]

    init(_ item: AssembledItem, reading parts: SlackParts) throws {
        var bytes: [UInt8] = []
        for segment in item.data {
            switch segment {
            case .bytes(let piece): bytes += piece
            case .payload(let part, let byteCount): bytes += try parts.payload(of: part).prefix(byteCount)
            case .filled(let text): try text.append(to: &bytes, from: try parts.payload(of: text.part))
            }
        }
        let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        key = item.key
        name = item.title
        people = item.people
        type = json["type"] as? String
        let entries = json["messages"] as? [[String: Any]] ?? []
        messages = entries.compactMap { $0["text"] as? String }
        previews = entries.compactMap { $0["previews"] as? [String] }
        ofBots = entries.filter { $0["is_bot"] as? Bool == true }.compactMap { $0["ts"] as? String }
        fileModes = entries.flatMap { $0["files"] as? [[String: Any]] ?? [] }.compactMap {
            $0["mode"] as? String
        }
        edits = entries.compactMap { $0["edited"] as? String }
        authors = json["participants"] as? [String] ?? []
        services = json["service_message_count"] as? Int
        directories = json["directories"] as? [String] ?? []
        emails = item.subject.emails
    }
}

/// Damaged copies of some bytes, the same for the same seed.
struct Mutations {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var copy = bytes
        for _ in 0...next(4) {
            guard !copy.isEmpty else { break }
            let place = next(copy.count)
            switch next(4) {
            case 0: copy[place] = UInt8(next(256))
            case 1: copy.remove(at: place)
            case 2: copy.insert(UInt8(next(256)), at: place)
            default: copy.removeSubrange(place..<min(copy.count, place + next(20)))
            }
        }
        return copy
    }

    private mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
