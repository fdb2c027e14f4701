import ArgumentParser
import Foundation
import StreamETL

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is stored, how drop directories are watched, and the quarantine.",
        discussion: "Looks only; a running daemon is not disturbed.")

    @Flag(help: "List the files that no source recognises, with what was missing.")
    var ignored = false

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() throws {
        let session = try Session(shared, needsDrops: false)
        let status = try StoreStatus(
            databasePath: session.options.databasePath, outputPath: session.options.outputPath,
            drops: session.options.drops, listsIgnored: ignored,
            readers: session.options.catalog.transformers.map(\.identity))
        if output.asJSON {
            print(try JSONText.encode(status))
            return
        }
        var files = TextTable(
            ["source", "read", "quarantined", "lost", "warnings", "MB"], rightAligned: Set(1...5))
        for row in status.files {
            files.add([
                row.source, "\(row.read)", "\(row.quarantined)", "\(row.lostRecords)", "\(row.warnings)",
                Figures.megabytes(row.bytes),
            ])
        }
        files.add(["(ignored)", "\(status.ignoredFiles)", "", "", "", ""])
        if status.ignoredMembers > 0 {
            files.add(["(ignored in archives)", "\(status.ignoredMembers)", "", "", "", ""])
        }
        var items = TextTable(
            ["items", "count", "matched", "unsure", "messages"], rightAligned: [1, 2, 3, 4])
        for row in status.items {
            items.add([
                row.section, "\(row.count)", "\(row.matched)", "\(row.unsure)",
                Figures.messages(row.messages),
            ])
        }
        print("database  \(status.database)")
        print("process   \(status.process.map { "\($0)" } ?? "none is running")")
        print(
            "snapshot  \(status.snapshot.map { "\($0.path), \(Figures.megabytes($0.bytes)) MB, \($0.written)" } ?? "none yet")"
        )
        print("pending   \(status.isUpToDate ? "nothing" : "changes that no snapshot has yet")")
        for drop in status.drops {
            print(
                "drop      \(drop.name): \(drop.path), \(drop.state.rawValue)\(drop.cause.map { ": \($0)" } ?? "")"
            )
            for directory in drop.scanned {
                print("          \(directory): \(WatchFault.unwatchableFileSystem)")
            }
        }
        print("\n" + files.rendered() + "\n\n" + items.rendered())
        if status.filesReadEarlier > 0 {
            let files = Figures.count(status.filesReadEarlier, "file")
            print("\nAs an earlier version or other settings read them: \(files) that cannot be read again")
        }
        let kinds = status.ignoredByKind.map { kind, count in (IgnoredKind(rawValue: kind) ?? .other, count) }
        if !ignored, let line = IgnoredSummary.line(of: Dictionary(kinds, uniquingKeysWith: +)) {
            print("\n" + line)
        }
        if let faults = FaultTable(status.faults).rendered() { print("\n" + faults) }
        if let ignored = status.ignored {
            print(ignored.isEmpty ? "\nNothing is ignored." : "\nignored")
            for file in ignored { print("  \(file.drop)/\(file.file): \(file.missing).") }
        }
        if !status.openFiles.isEmpty {
            print("\nprovisional: read while still being written")
            for file in status.openFiles { print("  \(file)") }
            let rest = status.openFileCount - status.openFiles.count
            if rest > 0 { print("  and \(rest) more") }
        }
        if !status.quarantine.isEmpty {
            print("\nquarantine")
            for fault in status.quarantine {
                print("  \(fault.drop)/\(fault.file)\(fault.position): \(fault.cause). \(fault.remedy).")
            }
        }
    }
}
