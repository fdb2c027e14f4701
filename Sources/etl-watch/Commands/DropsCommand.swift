import ArgumentParser
import StreamETL

struct DropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops",
        abstract: "List drop directories by name, or rename one.",
        discussion: """
            A drop directory is known by its name, wherever it lies. One that is no longer configured keeps what
            it said with retention keep, until it is forgotten with --forget-drop NAME of backfill or run.
            """,
        subcommands: [DropsListCommand.self, DropsRenameCommand.self],
        defaultSubcommand: DropsListCommand.self)
}

struct DropsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List drop directories with their files. The default.")

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() throws {
        let drops = try DropListing.all(Session(shared, needsDrops: false).options)
        if output.asJSON {
            print(try JSONText.encode(drops))
            return
        }
        var table = TextTable(["name", "state", "source", "files", "kept", "path"], rightAligned: [3, 4])
        for drop in drops {
            table.add([
                drop.name, drop.state.text, drop.source ?? "auto", "\(drop.files)",
                drop.keptFiles.map { "\($0)" } ?? "", drop.path,
            ])
        }
        print(drops.isEmpty ? "No drop directory is known." : table.rendered())
        for drop in drops {
            if let place = drop.earlierPath {
                print("\(TextTable.printable(drop.name)) was at \(place) when it was read last")
            }
        }
    }
}

struct DropsRenameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a drop directory another name; what it said goes with it.",
        discussion: """
            No process may be using the database. Where NEW is known already, the two become one. The configuration
            is not changed: it must call the directory NEW, by its path or as {path: DIR, name: NEW}.
            """)

    @Argument(help: "Its name so far.")
    var old: String

    @Argument(help: "Its name from now on.")
    var new: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let session = try Session(shared, needsDrops: false)
        let (moved, stayed) = try DropListing.rename(old, to: new, session.options)
        print("\(old) is called \(new) now: \(Figures.count(moved, "file"))")
        if stayed > 0 {
            print(
                "\(stayed) stayed with \(old): \(new) has other contents at their paths."
                    + " Let go of them with --forget-drop \(old)")
        }
        if session.settings.drops.contains(where: { $0.name == old }) {
            print("The configuration still calls a directory \(old): write it as {path: DIR, name: \(new)}")
        }
    }
}

extension DropListing.State {
    fileprivate var text: String {
        switch self {
        case .present: "present"
        case .away: "away"
        case .notConfigured: "not configured"
        case .new: "not read yet"
        }
    }
}
