import ArgumentParser
import StreamETL

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Read everything that is present, write the JSON and exit.",
        discussion: """
            What an earlier run has read and what has not changed since is not read again. Exit code 2 means
            that the JSON is written but lacks quarantined files, 3 that it lacks records of files that were
            read; etl-watch status lists both.
            """)

    @Flag(help: "Set the database aside and read everything anew, for one that is damaged.")
    var rebuild = false

    @Flag(help: "End with 0 instead of 3 where records are lost.")
    var allowLost = false

    @OptionGroup var forgotten: ForgottenDrops
    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() async throws {
        let session = try Session(shared)
        var options = session.options
        options.rebuilds = rebuild
        options.forgottenDrops = forgotten.names
        let pipeline = try Pipeline(options, logger: session.logger)
        let bar = ProgressBar(isQuiet: session.settings.isQuiet)
        let summary = try await pipeline.backfill { bar.update($0) }
        bar.finish()
        let report = BackfillReport(summary, catalog: session.options.catalog)
        if output.asJSON {
            print(try report.json())
        } else if !session.settings.isQuiet {
            print(report.text())
        }
        if summary.hasQuarantine { throw ExitCode(2) }
        if summary.hasLosses, !allowLost { throw ExitCode(3) }
    }
}
