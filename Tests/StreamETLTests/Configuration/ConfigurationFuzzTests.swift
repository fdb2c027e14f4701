import Testing

@testable import ETLModel
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLSettings
@testable import ETLStore
@testable import ETLTelemetry

@Suite struct `Any bytes as configuration` {
    private static let sample = Array(
        """
        drops:
          - {path: in/telegram, source: telegram}
          - "slack=/srv/slack"   # quoted
        timezone: {default: +01:00, telegram: Europe/Berlin}
        internal_domains: [borealis.example, &a acme.example, *a]
        limits:
          file_bytes: 64MiB
        as_of: 2026-03-31T12:00:00+02:00
        ? log_file
        : |
          none
        """.utf8)

    @Test func `are read or refused, cut anywhere`() {
        for end in Self.sample.indices { check(Array(Self.sample[..<end])) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `are read or refused, with bytes changed`(seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<700 {
            var bytes = Self.sample
            for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
            check(bytes)
        }
    }

    /// Ten of the level below at each of thirty levels: as a value, as a value of a list, as a key.
    ///
    /// Guarantee: no-input-exhausts-the-process/limits
    @Test(
        .timeLimit(.minutes(10)),
        arguments: ["laughs: *a30", "internal_domains: *a30", "drops: *a30", "? *a30\n: 1", "{*a30: 1}"])
    func `that refer to themselves without measure are refused`(end: String) {
        let levels = (1...30).map { level in
            let below = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            return "l\(level): &a\(level) [\(below)]"
        }
        let text = "l0: &a0 [x]\n" + levels.joined(separator: "\n") + "\n" + end + "\n"
        let yaml = YAMLSettings(bytes: Array(text.utf8), file: "etl-watch.yaml")
        #expect(
            yaml.problems.map(\.description) == [
                "etl-watch.yaml: refers to itself too often. Use at most 16 aliases (`*name`)."
            ])
    }

    @Test func `may refer to a list here and there`() {
        let text = "internal_domains: &a [acme.example]\nfree_mail_domains: *a\nlog_file: \"a*b, *c\" # *x\n"
        let yaml = YAMLSettings(bytes: Array(text.utf8), file: "etl-watch.yaml")
        #expect(yaml.problems.isEmpty)
        #expect(yaml.values["free_mail_domains"] == ["acme.example"])
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `may nest a hundred thousand levels deep`(opening: String) {
        let text = "drops: " + (opening == "- " || opening == "? " ? "\n" : "")
        let yaml = YAMLSettings(
            bytes: Array((text + String(repeating: opening, count: 100_000)).utf8), file: "etl-watch.yaml")
        #expect(!yaml.problems.isEmpty)
    }

    private func check(_ bytes: [UInt8]) {
        let yaml = YAMLSettings(bytes: bytes, file: "etl-watch.yaml")
        for problem in yaml.problems {
            #expect(problem.description.utf8.allSatisfy { $0 >= 0x20 })
        }
        let layer = SettingLayer(origin: "x", base: "/", values: yaml.values, lines: yaml.lines)
        var settings = Settings(workingDirectory: "/")
        for key in SettingKey.all {
            guard let input = try? layer.input(for: key) else { continue }
            try? key.assign(&settings, input)
        }
        let env = EnvironmentFile(String(decoding: bytes, as: UTF8.self))
        #expect(env.variables.count == env.lines.count)
    }
}
