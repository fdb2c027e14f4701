import Foundation
import Glibc

/// A program that takes its input at once and has a time limit.
enum ChildProgram {
    enum Outcome: Equatable {
        case exited(Int32)
        /// It was ended, since its time was up or nobody waits for it any more.
        case late
        case notStarted
    }

    /// - Parameters:
    ///   - words: The program's path and its arguments.
    ///   - input: What a pipe holds at once, 64 KiB at most.
    static func run(
        _ words: [String], input: Data, environment: [String: String], limit: Duration
    ) async -> Outcome {
        guard let path = words.first, let standardInput = filled(with: input) else { return .notStarted }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = standardInput
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream<Int32>.makeStream(bufferingPolicy: .bufferingOldest(1))
        process.terminationHandler = { ended in
            end.yield(ended.terminationStatus)
            end.finish()
        }
        guard (try? process.run()) != nil else { return .notStarted }
        let pid = process.processIdentifier
        return await withTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                for await status in ends { return .exited(status) }
                return .late
            }
            group.addTask {
                guard (try? await Task.sleep(for: limit)) != nil else { return nil }
                return .late
            }
            let outcome = await group.next().flatMap { $0 } ?? .late
            group.cancelAll()
            if outcome == .late { kill(pid, SIGKILL) }
            return outcome
        }
    }

    /// The end of a pipe to read from. It is written before anybody reads: no reader can hold the writer up or go
    /// away from it.
    private static func filled(with input: Data) -> FileHandle? {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        _ = fcntl(writer.fileDescriptor, F_SETFL, O_NONBLOCK)
        guard (try? writer.write(contentsOf: input)) != nil, (try? writer.close()) != nil else { return nil }
        return pipe.fileHandleForReading
    }
}
