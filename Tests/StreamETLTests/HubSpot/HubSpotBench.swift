import Foundation

@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

/// Reads files as the engine would and assembles what they state.
struct HubSpotBench {
    var zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
    var limits = InputLimits()

    var csv: HubSpotCSVTransformer { HubSpotCSVTransformer(limits: limits, zone: zone) }
    var names: HubSpotNamesTransformer { HubSpotNamesTransformer(limits: limits) }
    var api: HubSpotAPITransformer { HubSpotAPITransformer(limits: limits, zone: zone) }

    func read(
        _ bytes: [UInt8], at path: String = "export.csv", with transformer: (any Transformer)? = nil
    ) async throws -> [Contribution] {
        let file = SettledFile(path: RelativePath(path), bytes: bytes)
        var contributions: [Contribution] = []
        let reader: any Transformer = transformer ?? claiming(bytes, at: path)
        try await reader.transform(file) { contributions.append($0) }
        return contributions
    }

    private func claiming(_ bytes: [UInt8], at path: String) -> any Transformer {
        guard path.hasSuffix(".json") else { return csv }
        let probe = FileProbe(path: RelativePath(path), head: bytes, byteCount: bytes.count)
        return names.claims(probe) ? names : api
    }

    func read(_ text: String, at path: String = "export.csv") async throws -> [Contribution] {
        try await read(Array(text.utf8), at: path)
    }

    func records(_ text: String, at path: String = "export.csv") async throws -> [HubSpotRecord] {
        try await read(text, at: path).map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading)
        }
    }

    /// The items of all files, by section and key.
    func items(_ files: [String: String], asOf: Int64 = 4_000_000_000) async throws -> [String: AssembledItem]
    {
        try await assemblies(files, asOf: asOf).flatMap(\.items).reduce(into: [:]) {
            $0[$1.section + "/" + $1.key] = $1
        }
    }

    func assemblies(_ files: [String: String], asOf: Int64 = 4_000_000_000) async throws -> [Assembly] {
        let assembler = HubSpotAssembler()
        var parts = MemoryParts()
        var units: [String: [Part]] = [:]
        for path in files.keys.sorted() {
            for contribution in try await read(files[path] ?? "", at: path) {
                let place = DropPath(drop: 0, path: RelativePath(path))
                let head = ContributionHead(
                    kind: contribution.kind, unit: contribution.unit, heading: contribution.heading)
                let part = parts.add(contribution, at: place)
                if let unit = assembler.placement(of: head, at: place).unit {
                    units[unit, default: []].append(part)
                } else {
                    parts.context.append(part)
                }
            }
        }
        return try units.keys.sorted().map { key in
            let unit = AssemblyUnit(
                key: key, scope: DropPath(drop: 0, path: .root), parts: units[key] ?? [])
            let group = try assembler.group(of: unit, reading: parts)
            return try assembler.assemble(group: group, units: [unit], asOf: asOf, reading: parts)
        }
    }
}

/// Contributions in memory.
private struct MemoryParts: PartReader {
    private var payloads: [[UInt8]] = []
    var context: [Part] = []

    mutating func add(_ contribution: Contribution, at path: DropPath) -> Part {
        payloads.append(contribution.payload)
        return Part(
            id: Int64(payloads.count - 1), path: path, kind: contribution.kind, unit: contribution.unit,
            heading: contribution.heading, payloadByteCount: contribution.payload.count)
    }

    func payload(of part: Int64) throws -> [UInt8] { payloads[Int(part)] }
    func context(at scope: DropPath) throws -> [Part] { context }
}

extension AssembledItem {
    /// The members as an object.
    var object: [String: Any] {
        get throws {
            let bytes = Array("{".utf8) + members + Array("}".utf8)
            return try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        }
    }

    func text(_ key: String) throws -> String? { try object[key] as? String }
}
