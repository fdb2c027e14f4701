@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

/// Does with a file all that the program would: claims it, reads it, assembles what it states.
struct ReadFile {
    /// 15 July 2024.
    private static let asOf: Int64 = 1_721_001_600

    let transformer: any Transformer
    let assembler: any Assembler
    var path = RelativePath("drop/file")

    func callAsFunction(_ input: [UInt8]) async throws {
        _ = transformer.claims(
            FileProbe(
                path: path, head: Array(input.prefix(FileProbe.headByteCount)), byteCount: input.count))
        try assemble(await contributions(of: SettledFile(path: path, bytes: input)))
    }

    func contributions(of file: SettledFile) async throws -> [Contribution] {
        var pieces: [Contribution] = []
        try await transformer.transform(file) { pieces.append($0) }
        return pieces
    }

    /// Whatever was read can be assembled, and is JSON.
    private func assemble(_ contributions: [Contribution]) throws {
        var parts = MemoryParts()
        // Pieces of an archive that belong to another source are assembled by that one's assembler, and the list
        // of members that no source recognises by none.
        for contribution in contributions
        where contribution.source == nil && contribution.kind != UnreadMembers.kind {
            parts.add(contribution, at: path, by: assembler)
        }
        do {
            for (group, units) in try parts.grouped(by: assembler) {
                let assembly = try assembler.assemble(
                    group: group, units: units, asOf: Self.asOf, reading: parts)
                for item in assembly.items { check(item, parts) }
                require(
                    Set(assembly.items.map { [$0.section, $0.key] }).count == assembly.items.count,
                    "two items of a section have one key")
            }
        } catch {
            fatalError("what was read cannot be assembled: \(type(of: error))")
        }
    }

    private func check(_ item: AssembledItem, _ parts: MemoryParts) {
        var text = Array("{".utf8) + item.members
        if !item.data.isEmpty {
            text += Array((item.members.isEmpty ? "" : ",").utf8) + Array("\"data\":".utf8)
        }
        for segment in item.data {
            switch segment {
            case .bytes(let bytes): text += bytes
            case .payload(let id, let byteCount): text += parts.payload(of: id).prefix(byteCount)
            case .filled(let filled):
                let isWhole = (try? filled.append(to: &text, from: parts.payload(of: filled.part))) != nil
                require(isWhole, "a text has holes that nothing fills")
            }
        }
        text += Array("}".utf8)
        require(String(validating: text, as: UTF8.self) != nil, "an item is not UTF-8")
        let document = try? JSONDocument(text, file: path, rule: "fuzz")
        require(document != nil, "an item is not JSON")
    }
}

/// Contributions as the store would hand them to the assembler.
private struct MemoryParts: PartReader {
    private var payloads: [[UInt8]] = []
    private var contexts: [DropPath: [Part]] = [:]
    private var units: [String: AssemblyUnit] = [:]

    mutating func add(_ contribution: Contribution, at path: RelativePath, by assembler: any Assembler) {
        let member = contribution.member
        let place = DropPath(drop: 0, path: member.isRoot ? path : path.appending(member.bytes))
        let part = Part(
            id: Int64(payloads.count), path: place, kind: contribution.kind, unit: contribution.unit,
            heading: contribution.heading, payloadByteCount: contribution.payload.count)
        payloads.append(contribution.payload)
        let placement = assembler.placement(
            of: ContributionHead(
                kind: contribution.kind, unit: contribution.unit, heading: contribution.heading),
            at: place)
        if let key = placement.unit {
            let parts = (units[key]?.parts ?? []) + [part]
            units[key] = AssemblyUnit(key: key, scope: placement.scope, parts: parts)
        } else {
            contexts[placement.scope, default: []].append(part)
        }
    }

    func grouped(by assembler: any Assembler) throws -> [String: [AssemblyUnit]] {
        var grouped: [String: [AssemblyUnit]] = [:]
        for unit in units.values.sorted(by: { $0.key < $1.key }) {
            grouped[try assembler.group(of: unit, reading: self), default: []].append(unit)
        }
        return grouped
    }

    func payload(of part: Int64) -> [UInt8] { payloads[Int(part)] }

    func context(at scope: DropPath) -> [Part] { contexts[scope] ?? [] }
}
