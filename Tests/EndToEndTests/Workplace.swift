import Foundation

/// A directory with a copy of the sample exports, for one test.
final class Workplace: Sendable {
    let path: String
    var drop: String { path + "/sample" }

    init(sample: Bool = true) throws {
        path = NSTemporaryDirectory() + "etl-watch-e2e-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if sample {
            try FileManager.default.copyItem(
                atPath: EtlWatchProcess.repository + "/data/sample", toPath: drop)
        } else {
            try FileManager.default.createDirectory(atPath: drop, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func arguments(_ command: String, state: String) -> [String] {
        [
            command, "--drop", drop, "--db", "\(path)/\(state)/\(Self.databaseName)", "--output",
            "\(path)/\(state)/unified.json", "--as-of", "2024-07-20T00:00:00Z", "--timezone", "Europe/Berlin",
            "--log-file", "\(path)/\(state)/etl.log",
        ]
    }

    static let databaseName = "state.db"

    /// The snapshot without what may differ between two runs.
    func snapshot(_ state: String) throws -> String { try snapshot(at: "\(path)/\(state)/unified.json") }

    func snapshot(at path: String) throws -> String {
        // Snapshots may be large, and tests read them over and over.
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        cut(#""generated_at":""#, upTo: #"""#, from: &data)
        cut(#""performance_stats":{"#, upTo: "}", from: &data)
        return String(decoding: data, as: UTF8.self)
    }

    /// Takes out what stands between the first `start` and the next `end`; braces within count in pairs.
    private func cut(_ start: String, upTo end: String, from data: inout Data) {
        guard let opening = data.range(of: Data(start.utf8)),
            var closing = data.range(of: Data(end.utf8), in: opening.upperBound..<data.endIndex)
        else { return }
        while end == "}",
            data[opening.upperBound..<closing.lowerBound].count(where: { $0 == UInt8(ascii: "{") })
                != data[opening.upperBound..<closing.lowerBound].count(where: { $0 == UInt8(ascii: "}") }),
            let next = data.range(of: Data(end.utf8), in: closing.upperBound..<data.endIndex)
        {
            closing = next
        }
        data.removeSubrange(opening.upperBound..<closing.lowerBound)
    }

    /// What a clean backfill of the present tree writes.
    ///
    /// - Parameter mapping: `nil`: the one in the drop directory.
    func cleanBackfill(_ mapping: String? = nil) async throws -> String {
        let state = "clean-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: "\(path)/\(state)") }
        _ = try await EtlWatchProcess.run(
            arguments("backfill", state: state) + (mapping.map { ["--mapping", $0] } ?? []), in: path)
        return try snapshot(state)
    }

    func file(_ name: String) -> String { drop + "/" + name }

    func contents(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

    func write(_ data: Data, to name: String) throws {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }
}
