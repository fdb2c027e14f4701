import ETLFiles
import ETLMatching
import ETLModel
import ETLWatching
import Glibc

/// Something that a check found.
public struct CheckFinding: Hashable, Codable, Sendable {
    public enum Severity: String, Codable, Sendable {
        /// To be corrected.
        case error
        /// Works, but not as well as it could.
        case warning
        /// A value that will be used.
        case info
    }

    public let severity: Severity
    /// Place, cause and remedy.
    public let text: String

    public init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}

extension Pipeline {
    /// Whether a pipeline with these options could begin: it needs its mapping and the decisions.
    ///
    /// - Throws: ``PipelineError``, as ``run()`` and ``backfill(progress:)`` would.
    public static func checkMapping(of options: PipelineOptions) throws(PipelineError) {
        var matching = CompanyMatching(options)
        try matching.load()
    }
}

/// Looks for problems in mapping, decisions and drop directories that a person must correct. Writes nothing.
/// ``Settings/problemsOnDisk()`` reports missing files.
public struct PipelineCheck: Sendable {
    public private(set) var findings: [CheckFinding] = []

    public init(_ options: PipelineOptions) {
        checkMapping(options)
        var directories = 0
        for drop in options.drops { directories += checkDrop(drop, options) }
        checkWatchLimit(directories)
    }

    private mutating func checkMapping(_ options: PipelineOptions) {
        var matching = CompanyMatching(options)
        do {
            try matching.load()
        } catch {
            // Missing files are reported elsewhere.
            if case .mappingUnreadable(_, ENOENT) = error { return }
            add(.error, "\(error)")
        }
        guard let path = matching.mappingPath else { return }
        let companies = matching.mapping.companies
        let rows = companies.reduce(0) { $0 + $1.variants.count }
        add(
            .info,
            "\(path): \(Count.of(companies.count, "company", plural: "companies")) in \(Count.of(rows, "row"))"
        )
        for problem in matching.problems { add(.error, problem) }
        for mapping in matching.unusedMappings { add(.warning, mapping) }
    }

    /// - Returns: How many directories there are to watch.
    private mutating func checkDrop(_ drop: DropRoot, _ options: PipelineOptions) -> Int {
        let path = RelativePath(bytes: drop.path).escaped
        var directories = 0
        var files = 0
        var polled: [RelativePath] = []
        let scanner = DropScanner(roots: DropRoots(options.drops), filter: options.filter)
        let start = DropPath(drop: drop.index, path: .root)
        let findings = try? scanner.scan(
            start,
            enter: { directory, place, descriptor in
                directories += 1
                guard FileSystem(of: place, descriptor)?.isRemote ?? false,
                    !polled.contains(where: directory.path.isWithin)
                else { return }
                polled.append(directory.path)
            }, visit: { _, _ in files += 1 })
        if findings != nil, (try? FileStatus.following(drop.path))?.kind == .directory {
            add(.info, "\(path): \(Count.of(files, "file")) in the drop directory \(drop.name)")
        }
        for directory in polled {
            let place = directory.isRoot ? path : "\(path)/\(directory.escaped)"
            add(.warning, "\(place): \(WatchFault.unwatchableFileSystem).")
        }
        for link in findings?.straySymbolicLinks ?? [] {
            add(
                .warning,
                "\(path)/\(link.path.escaped): leads out of the drop directories and is not followed."
                    + " Drop the file itself, or name the other directory under drops.")
        }
        // A missing drop directory is reported elsewhere.
        for obstacle in findings?.obstacles ?? [] where !obstacle.path.path.isRoot {
            let remedy =
                obstacle.errno == ENAMETOOLONG
                ? "The system opens no path as long as this; move it up." : "Check its permissions."
            add(
                .warning,
                "\(path)/\(obstacle.path.path.escaped): cannot be listed: \(ErrorNumber.text(obstacle.errno)). \(remedy)"
            )
        }
        return directories
    }

    private mutating func checkWatchLimit(_ directories: Int) {
        guard let limit = InotifyLimit.watches, directories > limit else { return }
        add(.warning, "run: \(WatchFault.watchLimit(limit: limit, needed: directories)).")
    }

    private mutating func add(_ severity: CheckFinding.Severity, _ text: String) {
        findings.append(CheckFinding(severity, text))
    }
}
