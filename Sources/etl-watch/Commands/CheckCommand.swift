import ArgumentParser
import StreamETL

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration, mapping and directories without writing anything.",
        discussion: """
            Each problem is printed with its file, line and remedy, then what will be used: numbers of companies,
            rows and files, and every setting with where it comes from. Exit code 1 means that something must be
            corrected; warnings alone give 0.
            """)

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() throws {
        var findings: [CheckFinding] = []
        do {
            let loaded = try shared.load()
            findings += loaded.warnings.map { CheckFinding(.warning, "\($0)") }
            findings += loaded.settings.problemsOnDisk().map { CheckFinding(.error, "\($0)") }
            findings += PipelineCheck(PipelineOptions(loaded.settings)).findings
            findings += loaded.effective.map { CheckFinding(.info, "\($0.name): \($0.value) (\($0.origin))") }
        } catch {
            findings += error.problems.map { CheckFinding(.error, "\($0)") }
        }
        if output.asJSON {
            print(try JSONText.encode(findings))
        } else {
            for finding in findings where finding.severity != .info {
                print("\(finding.severity.rawValue): \(finding.text)")
            }
            if findings.allSatisfy({ $0.severity == .info }) { print("Nothing to correct.") }
            let facts = findings.filter { $0.severity == .info }
            if !facts.isEmpty { print("\nused") }
            for fact in facts { print("  \(TextTable.printable(fact.text))") }
        }
        if findings.contains(where: { $0.severity == .error }) { throw ExitCode.failure }
    }
}
