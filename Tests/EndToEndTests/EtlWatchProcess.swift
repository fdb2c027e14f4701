import Foundation
import Synchronization

/// The built program as a process of its own.
final class EtlWatchProcess: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    private let process: Process
    private let files: (output: String, errors: String)

    /// The program beside the test bundle, or the one that `ETL_WATCH_BINARY` names.
    static let executable =
        ProcessInfo.processInfo.environment["ETL_WATCH_BINARY"] ?? program("etl-watch")

    static func program(_ name: String) -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var directory = bundle.deletingLastPathComponent()
        while directory.path != "/" {
            let candidate = directory.appendingPathComponent(name).path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            directory.deleteLastPathComponent()
        }
        return name
    }

    /// The repository, found from this file.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    init(
        _ arguments: [String], in directory: String, environment: [String: String] = [:],
        program: String = executable
    ) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": directory].merging(environment) { $1 }
        let name = "\(directory)/.process-\(UUID().uuidString)"
        files = (name + ".out", name + ".err")
        for file in [files.output, files.errors] {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        process.standardOutput = FileHandle(forWritingAtPath: files.output)
        process.standardError = FileHandle(forWritingAtPath: files.errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var isRunning: Bool { process.isRunning }

    var id: Int32 { process.processIdentifier }

    var errors: String { (try? String(contentsOfFile: files.errors, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func wait() async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                process.waitUntilExit()
                continuation.resume()
            }
        }
        return Result(
            status: process.terminationStatus,
            output: (try? String(contentsOfFile: files.output, encoding: .utf8)) ?? "", errors: errors)
    }

    static func run(
        _ arguments: [String], in directory: String, environment: [String: String] = [:]
    ) async throws -> Result {
        try await EtlWatchProcess(arguments, in: directory, environment: environment).wait()
    }
}

/// Asks again until something holds; the tests' own time limit ends the asking.
func eventually(_ holds: () async throws -> Bool) async throws {
    while try await !holds() {
        try Task.checkCancellation()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(2)) { continuation.resume() }
        }
    }
}
