package import ETLModel

/// Knows slackdump's database (`slackdump archive` makes `slackdump.sqlite`), which is not read: the error says
/// what to make of it.
package struct SlackDatabaseTransformer: Transformer {
    package var source: Source { .slack }
    package var identity: String { "slack-database/1" }

    private static let start = Array("SQLite format 3\0".utf8)
    /// Of its schema, which stands on the first pages.
    private static let marks = ["CREATE TABLE CHUNK", "CREATE TABLE S_USER", "CREATE TABLE CHANNEL_USER"].map
    {
        Array($0.utf8)
    }

    package init() {
    }

    package func claims(_ probe: FileProbe) -> Bool {
        guard probe.head.starts(with: Self.start) else { return false }
        if probe.path.nameText == "slackdump.sqlite" { return true }
        return Self.marks.contains { mark in
            probe.head.indices.contains { probe.head[$0] == mark[0] && probe.head[$0...].starts(with: mark) }
        }
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        throw TransformError.Cause.notRead(.slackdumpDatabase)
    }
}
