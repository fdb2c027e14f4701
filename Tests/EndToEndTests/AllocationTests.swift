import Foundation
import Testing

/// Times are too noisy for a test; how often memory is asked for is nearly the same on every machine.
@Suite struct `A message` {
    /// The most allocations of a message, by format. A build for debugging boxes much that a release build
    /// does not; `scripts/bench --only allocations` holds that one to tighter bounds.
    #if DEBUG
        private static let most = ["Telegram HTML": 350.0, "Telegram result.json": 75, "Slack": 170]
    #else
        private static let most = ["Telegram HTML": 3.5, "Telegram result.json": 0.5, "Slack": 6]
    #endif

    @Test func `costs few allocations, from its bytes to its place in the database and the JSON`() throws {
        let counting = Process()
        counting.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        counting.arguments = ["python3", "-m", "harness.allocations", EtlWatchProcess.executable]
        counting.currentDirectoryURL = URL(fileURLWithPath: EtlWatchProcess.repository + "/Benchmarks")
        let output = Pipe()
        counting.standardOutput = output
        try counting.run()
        let told = output.fileHandleForReading.readDataToEndOfFile()
        counting.waitUntilExit()
        #expect(counting.terminationStatus == 0)
        let found = try JSONDecoder().decode([String: Double].self, from: told)
        #expect(found.keys.sorted() == Self.most.keys.sorted())
        for (format, most) in Self.most {
            let count = try #require(found[format])
            #expect(count > 0 && count <= most, "\(format)")
        }
    }
}
