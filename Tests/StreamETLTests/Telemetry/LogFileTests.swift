import Foundation
import Logging
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLSnapshot
@testable import ETLTelemetry

private final class LogPlace {
    let directory = FileManager.default.temporaryDirectory.path + "/log-\(UUID().uuidString)"
    var path: String { directory + "/etl.log" }

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func text(_ suffix: String = "") -> String? {
        try? String(contentsOfFile: path + suffix, encoding: .utf8)
    }

    var settings: Settings {
        var settings = Settings(workingDirectory: directory)
        settings.logFile = path
        return settings
    }
}

private func line(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }

/// Guarantee: data-stays-private/owner-only
@Suite struct `A log file` {
    @Test func `is made with mode 0600`() throws {
        let place = try LogPlace()
        LogFile(path: place.path).write(line("one"))
        let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(place.text() == "one\n")
    }

    @Test func `is appended to`() throws {
        let place = try LogPlace()
        LogFile(path: place.path).write(line("one"))
        LogFile(path: place.path).write(line("two"))
        #expect(place.text() == "one\ntwo\n")
    }

    @Test(arguments: [0, 1, 2])
    func `is rotated by size, and the oldest goes`(olderCount: Int) throws {
        let place = try LogPlace()
        let log = LogFile(path: place.path, byteLimit: 10, olderCount: olderCount)
        for number in 0..<10 { log.write(line("line \(number)")) }
        #expect(place.text() == "line 9\n")
        #expect(place.text(".1") == (olderCount >= 1 ? "line 8\n" : nil))
        #expect(place.text(".2") == (olderCount >= 2 ? "line 7\n" : nil))
        #expect(place.text(".3") == nil)
        #expect(log.lostCount == 0)
    }

    @Test func `starts anew when logrotate has renamed it`() throws {
        let place = try LogPlace()
        let log = LogFile(path: place.path)
        log.write(line("one"))
        try FileManager.default.moveItem(atPath: place.path, toPath: place.path + ".old")
        log.write(line("two"))
        #expect(place.text() == "two\n")
        #expect(place.text(".old") == "one\n")
        log.reopen()
        log.write(line("three"))
        #expect(place.text() == "two\nthree\n")
    }

    @Test func `goes on after copytruncate`() throws {
        let place = try LogPlace()
        let log = LogFile(path: place.path)
        log.write(line("one"))
        truncate(place.path, 0)
        log.write(line("two"))
        #expect(place.text() == "two\n")
    }

    @Test func `is shared by two that rotate`() throws {
        let place = try LogPlace()
        let logs = (0..<2).map { _ in LogFile(path: place.path, byteLimit: 64, olderCount: 100) }
        for number in 0..<100 { logs[number % 2].write(line("line \(number)")) }
        let all = (1...100).reversed().compactMap { place.text(".\($0)") }.joined() + (place.text() ?? "")
        #expect(all == (0..<100).map { "line \($0)\n" }.joined())
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test func `loses lines on a full disk, and says so, but never fails`() throws {
        let full = LogFile(path: "/dev/full")
        full.write(line("one"))
        full.write(line("two"))
        #expect(full.lostCount == 2)
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test func `counts what is lost while it cannot be opened`() throws {
        let place = try LogPlace()
        try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
        let log = LogFile(path: place.path)
        for _ in 0..<3 { log.write(line("lost")) }
        #expect(log.lostCount == 3)
        try FileManager.default.removeItem(atPath: place.path)
        log.write(line("kept"))
        let text = try #require(place.text())
        #expect(text.hasSuffix(" - WARNING - Lines of this log could not be written lines=3\nkept\n"))
        #expect(log.lostCount == 0)
    }

    @Test func `makes its directory`() throws {
        let place = try LogPlace()
        LogFile(path: place.directory + "/new/etl.log").write(line("one"))
        #expect(FileManager.default.fileExists(atPath: place.directory + "/new/etl.log"))
    }

    @Test func `takes lines from many threads whole`() async throws {
        let place = try LogPlace()
        let log = LogFile(path: place.path, byteLimit: 1_000, olderCount: 100)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for number in 0..<50 { log.write(line("\(task)-\(number)-end")) } }
            }
        }
        let all = (1...100).compactMap { place.text(".\($0)") }.joined() + (place.text() ?? "")
        let lines = all.split(separator: "\n")
        #expect(lines.count == 400)
        #expect(lines.allSatisfy { $0.hasSuffix("-end") })
    }
}

@Suite struct `A log line` {
    @Test func `is time, level, message and sorted metadata`() {
        let bytes = LogLine.text(
            level: .warning, message: "A file was quarantined", metadata: ["path": "a/b.html", "count": "2"],
            milliseconds: 1_774_958_400_007)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "2026-03-31T12:00:00.007Z - WARNING - A file was quarantined count=2 path=a/b.html\n")
    }

    /// Guarantee: links-and-odd-names-do-no-harm/control-characters
    /// Promise: Line breaks, quotes, control characters and right-to-left marks in names are harmless.
    /// How: They are escaped wherever they are shown.
    /// Seen: `\x0a` in paths.
    /// Guarantee: data-stays-private/nothing-in-logs
    @Test(arguments: ["a\nb", "a\u{1B}[2Kb", "a\u{2028}b", "a\u{202E}b", "a\r\nb", "a\u{85}b"])
    func `cannot be forged`(text: String) {
        let bytes = LogLine.text(
            level: .info, message: text, metadata: ["\(text)": "\(text)"], milliseconds: 0)
        let line = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.filter { $0 < 0x20 } == [0x0A])
        #expect(line.unicodeScalars.allSatisfy { !$0.properties.isBidiControl && $0.value != 0x2028 })
    }

    @Test func `is cut when it is too long, between characters`() {
        let bytes = LogLine.text(
            level: .info, message: String(repeating: "é", count: 20_000), metadata: [:], milliseconds: 0)
        #expect(bytes.count <= LogLine.byteLimit)
        #expect(String(validating: bytes, as: UTF8.self)?.hasSuffix("é…\n") == true)
    }
}

@Suite struct `A log target` {
    private func logger(_ target: LogTarget) -> Logger {
        Logger(label: "test") { _ in LineLogHandler(target) }
    }

    @Test func `keeps to the level, and follows a changed one`() throws {
        let place = try LogPlace()
        let target = LogTarget(place.settings, console: -1)
        let logger = logger(target)
        logger.debug("hidden")
        logger.info("shown", metadata: ["n": "1"])
        var settings = place.settings
        settings.logLevel = .debug
        target.apply(settings)
        logger.debug("shown too")
        let lines = try #require(place.text()).split(separator: "\n").map { $0.dropFirst(24) }
        #expect(lines == [" - INFO - shown n=1", " - DEBUG - shown too"])
    }

    @Test func `is quiet on the console but not in the file`() throws {
        let place = try LogPlace()
        let console = place.directory + "/console"
        let descriptor = open(console, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        var settings = place.settings
        settings.isQuiet = true
        let logger = logger(LogTarget(settings, console: descriptor))
        logger.notice("one")
        logger.error("two")
        #expect(try String(contentsOfFile: console, encoding: .utf8).hasSuffix(" - ERROR - two\n"))
        #expect(place.text()?.split(separator: "\n").count == 2)
    }

    @Test func `shows an error's type and not its text`() throws {
        struct Talkative: Error, CustomStringConvertible { var description: String { "ann@acme.example" } }
        let place = try LogPlace()
        logger(LogTarget(place.settings, console: -1)).error("It failed", error: Talkative())
        #expect(place.text()?.contains("error_type=Talkative") == true)
        #expect(place.text()?.contains("acme") == false)
    }

    @Test func `can be without a file`() throws {
        var settings = Settings(workingDirectory: "/nowhere")
        settings.logFile = nil
        logger(LogTarget(settings, console: -1)).info("x")
    }
}

@Suite struct `Measurements` {
    @Test func `add up by operation, in the order they came`() async throws {
        let timings = StageTimings()
        timings.add("scan", .seconds(1))
        timings.add("match", .milliseconds(500))
        timings.add("scan", .seconds(2))
        timings.count("files", by: 7)
        #expect(timings.measure("pure") { 3 } == 3)
        #expect(Array(timings.entries.map(\.name).prefix(2)) == ["scan", "match"])
        #expect(Array(timings.entries.map(\.seconds).prefix(2)) == [3, 0.5])
        #expect(timings.counts.map(\.count) == [2, 1, 7, 1])
    }

    @Test func `hold from many threads`() async {
        let timings = StageTimings()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<100 {
                        timings.add("x", .milliseconds(1))
                    }
                }
            }
        }
        #expect(timings.counts.first?.count == 800)
    }

    @Test func `know the peak of memory`() {
        #expect(PeakMemory.bytes() > 1 << 20)
        #expect(PeakMemory.bytes() < 1 << 40)
    }
}
