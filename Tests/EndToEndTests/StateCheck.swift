import Foundation

/// What must be true of a state at any moment.
enum StateCheck {
    /// Whether the database passes SQLite's own check and the snapshot is JSON, as far as they are there.
    static func isIntact(_ directory: String) throws -> Bool {
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        check.arguments = [
            "python3", EtlWatchProcess.repository + "/Tests/EndToEndTests/intact.py", directory,
        ]
        try check.run()
        check.waitUntilExit()
        return check.terminationStatus == 0
    }
}
