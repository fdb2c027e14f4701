import ETLFiles
import Foundation
import Testing

@testable import ETLMetrics
@testable import ETLPipeline

@Suite(.timeLimit(.minutes(10)))
struct `The metrics of a pipeline` {
    private static func lines(_ pipeline: Pipeline) -> Set<String> {
        Set(pipeline.metrics.registry.text(as: .prometheus).split(separator: "\n").map(String.init))
    }

    @Test func `count files by source and result, and show what is stored`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        try fixture.scratch.write("note Nobody\n1 Ann hello\nend\n", to: "drop/b.note")
        try fixture.scratch.write("note Broken\n", to: "drop/c.note")
        try fixture.scratch.write("something else", to: "drop/readme.txt")
        let pipeline = try fixture.pipeline("once")
        _ = try await pipeline.backfill()
        let lines = Self.lines(pipeline)
        let output = try FileStatus.following(Array((fixture.scratch.path + "/once/unified.json").utf8))
        for line in [
            #"etlwatch_files_read_total{source="notes",result="read"} 2"#,
            #"etlwatch_files_read_total{source="notes",result="quarantined"} 1"#,
            #"etlwatch_files{source="notes",state="read"} 2"#,
            #"etlwatch_files{source="notes",state="quarantined"} 1"#,
            #"etlwatch_files{source="",state="ignored"} 1"#,
            #"etlwatch_items{section="notes",state="matched"} 1"#,
            #"etlwatch_items{section="notes",state="unmatched"} 1"#,
            #"etlwatch_snapshots_total{result="written"} 1"#, #"etlwatch_snapshots_total{result="failed"} 0"#,
            "etlwatch_snapshot_size_bytes \(output.byteCount)", "etlwatch_pending_changes 0",
            "etlwatch_ready 0", "etlwatch_snapshot_duration_seconds_count 1",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test func `follow a daemon, into a file that others may read`() async throws {
        let fixture = try PipelineFixture()
        let path = fixture.scratch.path + "/etl.prom"
        try await fixture.withDaemon(change: { $0.metricsPath = path }) { pipeline in
            try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
            try await fixture.settle()
            let lines = Self.lines(pipeline)
            for line in [
                "etlwatch_ready 1", #"etlwatch_drops{state="watched"} 1"#, "etlwatch_watch_overflows_total 0",
                #"etlwatch_files_read_total{source="notes",result="read"} 1"#,
            ] { #expect(lines.contains(line), "\(line)") }
            #expect(lines.contains { $0.hasPrefix(#"etlwatch_events_total{kind="settled"}"#) })
        }
        let text = try fixture.scratch.read("etl.prom")
        #expect(text.contains("\netlwatch_files_read_total{source=\"notes\",result=\"read\"} 1\n"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o644)
    }

    @Test func `count a snapshot that goes beside the database`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.make("once/unified.json/x")
        let pipeline = try fixture.pipeline("once")
        _ = try? await pipeline.backfill()
        #expect(Self.lines(pipeline).contains(#"etlwatch_snapshots_total{result="fallback"} 1"#))
    }
}
