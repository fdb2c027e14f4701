import ArgumentParser
import Glibc
import StreamETL

@main
struct EtlWatch: AsyncParsableCommand {
    static func main() async {
        // What is read is other people's: no file is made that others may read.
        umask(0o077)
        if CommandLine.arguments.dropFirst().first == RunCommand.configuration.commandName {
            RunCommand.answerEarlySignals()
        }
        Heap.shape()
        await main(nil)
    }

    static let configuration = CommandConfiguration(
        commandName: "etl-watch",
        abstract: "Turns exports of Slack, Telegram, calendars and HubSpot into one JSON per company.",
        discussion: """
            Drop directories are read once (backfill) or watched (run). Each conversation, meeting and deal
            is matched to a company of the mapping file, with the rule and the evidence beside it.

            Exit codes: 0 done, 1 failed, 2 done but some files are quarantined, 3 done but some records are
            lost, 64 wrong usage.
            """,
        version: ETLVersion.text,
        subcommands: [
            BackfillCommand.self, RunCommand.self, CheckCommand.self, InspectCommand.self, StatusCommand.self,
            DropsCommand.self,
            ReviewCommand.self, MatchCommand.self, UnmatchCommand.self, ExplainCommand.self,
            SuggestCommand.self, EvaluateCommand.self, BackupCommand.self, RestoreCommand.self,
            DemoCommand.self,
        ] + serving)

    #if Serving
        private static let serving: [any ParsableCommand.Type] = [
            ServeCommand.self, LoginCommand.self, TokenCommand.self, AuditCommand.self, AlertsCommand.self,
        ]
    #else
        private static let serving: [any ParsableCommand.Type] = []
    #endif
}
