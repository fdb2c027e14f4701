import ETLSettings
import Testing

@testable import ETLAlerting

@Suite struct `A day of alerts` {
    private static func at(_ hour: Int64, _ minute: Int64 = 0) -> Int64 { hour * 3_600 + minute * 60 }

    private static func settings(_ channels: String...) throws -> Settings.Alerts {
        var settings = Settings.Alerts()
        settings.groupWait = .seconds(90)
        settings.rules = [.with(.quarantine) { $0.repeatAfter = .seconds(3_600) }]
        settings.channels = try channels.map { try #require(AlertChannel("\($0)=command:/bin/true")) }
        return settings
    }

    /// What is wrong when; every rule can be asked but from 3:00 to 3:30.
    private static func findings(at time: Int64) -> AlertFindings? {
        guard !(at(3)..<at(3, 30)).contains(time) else { return nil }
        var findings = AlertFindings()
        func note(_ rule: AlertRule.Name, _ found: [(label: String, times: [Range<Int64>])]) {
            findings.note(
                rule,
                found.filter { $0.times.contains { $0.contains(time) } }.map {
                    AlertFinding(rule, ["of": $0.label], "Something is wrong.")
                })
        }
        note(.quarantine, [("telegram", [at(2)..<at(5)])])
        // Gaps that are too short to be an end, and a minute that is too short to be told.
        note(
            .diskLow,
            [
                ("output", [at(10)..<at(11), at(11, 3)..<at(14), at(14, 4)..<at(16)]),
                ("database", [at(6)..<at(6, 1)]),
            ])
        note(.dropAway, [("one", [at(12)..<at(13)]), ("two", [at(12, 1)..<at(13)])])
        note(.reviewBacklog, [("", [at(9)..<at(21)])])
        return findings
    }

    /// What every receiver is to get: when it is told where nothing fails, the rule, its status, how many alerts.
    private static let expected: [(Int64, String)] = [
        (at(2, 7), "quarantine firing 1"), (at(3, 7), "quarantine firing 1 again"),
        (at(4, 7), "quarantine firing 1 again"), (at(5, 6), "quarantine resolved 1"),
        (at(10, 3), "disk_low firing 1"), (at(12, 7), "drop_away firing 2"),
        (at(13, 6), "drop_away resolved 2"),
        (at(14, 3), "disk_low firing 1 again"), (at(16, 6), "disk_low resolved 1"),
        (at(20, 2), "review_backlog firing 1"), (at(21, 6), "review_backlog resolved 1"),
    ]

    private static func text(_ notification: AlertNotification) -> String {
        "\(notification.rule) \(notification.status) \(notification.alerts.count)"
            + (notification.isRepeat ? " again" : "")
    }

    /// A receiver that hangs, then answers 500, then resets connections, each for an hour.
    private static func fault(_ channel: String, _ time: Int64) -> String? {
        guard channel == "flaky" else { return nil }
        if (at(2)..<at(3)).contains(time) { return "no answer within 10 s" }
        if (at(10)..<at(11)).contains(time) { return "the answer was 500" }
        return (at(15, 30)..<at(16, 30)).contains(time) ? "the connection failed" : nil
    }

    private static func day() throws -> SimulatedDay {
        SimulatedDay(try settings("good", "flaky"), findings: findings, fault: fault)
    }

    private static func run(_ day: inout SimulatedDay) async throws {
        try await day.run([
            at(8): { db in
                try AlertDesk.silence(
                    .reviewBacklog, until: at(20), reason: "Holidays.", by: "test", at: at(8), db)
            }
        ])
    }

    @Test func `tells each alert once, repeats it as set, and tells its end`() async throws {
        var day = try Self.day()
        try await Self.run(&day)
        let good = try #require(day.receipts["good"])
        #expect(good.map { Self.text($0.notification) } == Self.expected.map(\.1))
        #expect(good.map(\.time) == Self.expected.map(\.0))
    }

    @Test func `loses nothing for a receiver that fails for hours, and keeps the others on time`()
        async throws
    {
        var day = try Self.day()
        try await Self.run(&day)
        let flaky = try #require(day.receipts["flaky"])
        #expect(flaky.map(\.notification) == day.receipts["good"]?.map(\.notification))
        #expect(flaky[0].time <= Self.at(3, 6) && flaky[0].time >= Self.at(3))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `loses nothing to a kill, and repeats only what was sent and not noted`(seed: UInt64) async throws {
        var day = try Self.day()
        var generator = SplitMix(seed: seed)
        day.dies = { generator.next() % 2 == 0 }
        try await Self.run(&day)
        var count = 0
        for receipts in day.receipts.values {
            var ids = Set<String>()
            let first = receipts.filter { ids.insert($0.notification.id).inserted }
            #expect(first.map { Self.text($0.notification) } == Self.expected.map(\.1))
            count += receipts.count - first.count
        }
        #expect(count == day.unnotedCount)
        #expect(count > 0)
    }

    @Test func `queues no repetition behind what a dead receiver has not taken`() async throws {
        var day = SimulatedDay(
            try Self.settings("dead"),
            findings: { _ in
                var findings = AlertFindings()
                findings.note(.quarantine, [AlertFinding(.quarantine, [:], "Files.")])
                return findings
            }, fault: { _, time in time < Self.at(23, 30) ? "the connection failed" : nil })
        try await day.run()
        #expect(day.receipts["dead"]?.map { Self.text($0.notification) } == ["quarantine firing 1"])
    }
}

/// Equal numbers for equal seeds.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
