import CoreMetrics
import Testing

@testable import ETLMetrics

@Suite struct `Metrics as text` {
    private let registry = MetricRegistry()

    @Test func `show a counter from 0 on, with its help, type and labels`() {
        let dimensions = [("source", "slack"), ("result", "read")]
        let counter = Counter(label: "etlwatch_files_read_total", dimensions: dimensions, factory: registry)
        #expect(registry.text(as: .prometheus).hasSuffix(#"{source="slack",result="read"} 0"# + "\n"))
        counter.increment(by: 3)
        #expect(
            registry.text(as: .prometheus) == """
                # HELP etlwatch_files_read_total Files that were read, by what became of them: read or quarantined.
                # TYPE etlwatch_files_read_total counter
                etlwatch_files_read_total{source="slack",result="read"} 3

                """)
    }

    @Test func `name a counter's family without total in OpenMetrics, and end`() {
        Counter(label: "etlwatch_rescans_total", factory: registry).increment()
        #expect(
            registry.text(as: .openMetrics) == """
                # HELP etlwatch_rescans Times that everything was looked at while running.
                # TYPE etlwatch_rescans counter
                etlwatch_rescans_total 1
                # EOF

                """)
    }

    @Test func `count what a histogram observed up to each bound`() {
        let timer = CoreMetrics.Timer(label: "etlwatch_snapshot_duration_seconds", factory: registry)
        for milliseconds in [1, 3, 20_000, 120_000] { timer.recordMilliseconds(milliseconds) }
        let lines = registry.text(as: .prometheus).split(separator: "\n").map(String.init)
        for line in [
            #"etlwatch_snapshot_duration_seconds_bucket{le="0.001"} 1"#,
            #"etlwatch_snapshot_duration_seconds_bucket{le="0.005"} 2"#,
            #"etlwatch_snapshot_duration_seconds_bucket{le="60"} 3"#,
            #"etlwatch_snapshot_duration_seconds_bucket{le="+Inf"} 4"#,
            "etlwatch_snapshot_duration_seconds_sum 140.004", "etlwatch_snapshot_duration_seconds_count 4",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test func `escape what would end a label`() {
        registry.set("etlwatch_build_info", "1\"2\\3\n4", to: 1)
        #expect(registry.text(as: .prometheus).contains(#"{version="1\"2\\3\n4"} 1"#))
    }

    @Test func `hold no series that no family has`() {
        Counter(label: "etlwatch_secrets_total", factory: registry).increment()
        registry.set("etlwatch_files", "slack", to: 1)
        #expect(registry.text(as: .prometheus).isEmpty)
    }

    @Test func `have names, units and help as Prometheus wants them`() {
        for family in MetricFamily.all {
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            #expect(family.kind != .histogram || family.name.hasSuffix("_seconds"), "\(family.name)")
            #expect(family.help.hasSuffix("."), "\(family.name)")
        }
        #expect(Set(MetricFamily.all.map(\.name)).count == MetricFamily.all.count)
    }
}
