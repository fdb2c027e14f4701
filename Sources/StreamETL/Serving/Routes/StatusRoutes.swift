import ETLModel
import ETLSnapshot
import ETLStore
import Foundation
import Hummingbird

/// Whether all is well, in words and numbers.
enum StatusRoutes {
    static func routes(_ house: House) -> [Route] {
        [
            Route(method: .get, path: "/api/v1/status", scope: .read) { request, _ in
                let answer = try await BlockingWork.run { try Self.answer(house) }
                return JSONAnswer.response(answer, to: request)
            }
        ]
    }

    static func hasStore(_ house: House) async throws -> Bool {
        try await BlockingWork.run { FileManager.default.fileExists(atPath: house.databasePath) }
    }

    private static func answer(_ house: House) throws -> StatusAnswer {
        let status: StoreStatus
        do {
            status = try StoreStatus(databasePath: house.databasePath, outputPath: house.outputPath)
        } catch StoreError.missing {
            throw Problem.databaseMissing
        }
        return StatusAnswer(status, asOf: house.asOf)
    }
}

/// What `/status` answers.
struct StatusAnswer: Encodable {
    struct Snapshot: Encodable {
        let writtenAt: String
        let size: Int
    }
    struct Daemon: Encodable { let isRunning: Bool }
    struct Files: Encodable {
        let read: Int
        let quarantined: Int
        let warnings: Int
        let lostRecords: Int
    }
    struct SourceFiles: Encodable {
        let source: String
        let read: Int
        let quarantined: Int
    }

    let verdict: String
    let reasons: [String]
    let version: String
    let asOf: String?
    let snapshot: Snapshot?
    let isUpToDate: Bool
    let daemon: Daemon
    let files: Files
    let sources: [SourceFiles]
    let reviewItems: Int

    init(_ status: StoreStatus, asOf: Int64?) {
        version = ETLVersion.text
        self.asOf = asOf.map(UTCTime.text)
        snapshot = status.snapshot.map { Snapshot(writtenAt: $0.written, size: $0.bytes) }
        isUpToDate = status.isUpToDate
        daemon = Daemon(isRunning: status.process != nil)
        files = Files(
            read: status.files.reduce(0) { $0 + $1.read },
            quarantined: status.files.reduce(0) { $0 + $1.quarantined },
            warnings: status.files.reduce(0) { $0 + $1.warnings },
            lostRecords: status.files.reduce(0) { $0 + $1.lostRecords })
        sources = status.files.map {
            SourceFiles(source: $0.source, read: $0.read, quarantined: $0.quarantined)
        }
        reviewItems = status.items.reduce(0) { $0 + $1.unsure }
        var reasons: [String] = []
        if !daemon.isRunning { reasons.append("No daemon is running: changes are not taken over.") }
        if snapshot == nil { reasons.append("There is no unified JSON yet.") }
        if files.quarantined > 0 { reasons.append("Files in quarantine: \(files.quarantined).") }
        if files.lostRecords > 0 { reasons.append("Records that could not be read: \(files.lostRecords).") }
        self.reasons = reasons
        verdict = !daemon.isRunning ? "stopped" : reasons.isEmpty ? "healthy" : "degraded"
    }
}
