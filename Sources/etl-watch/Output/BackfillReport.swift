import StreamETL

/// The summary of a backfill, for people and for programs.
struct BackfillReport {
    private let summary: BackfillSummary
    private let sections: [(key: String, source: Source)]

    init(_ summary: BackfillSummary, catalog: SourceCatalog) {
        self.summary = summary
        sections = catalog.assemblers.flatMap { assembler in
            assembler.sections.map { ($0.key, assembler.source) }
        }
    }

    func text() -> String {
        let faults = FaultTable(summary.faults).rendered()
        return ([sourcesTable(), companiesTable()] + [faults].compactMap(\.self) + [closingLines()])
            .joined(separator: "\n\n")
    }

    func json() throws -> String {
        struct Report: Encodable {
            let files: FileCounts
            let sources: [StoreStatus.Files]
            let faults: [FaultGroup]
            let ignored: [String: Int]
            let items: [StoreStatus.Items]
            let companies: [String: [String: Int]]
            let output: String
            let outputBytes: Int
            let seconds: Double
            let timings: [String: Double]
            let readingSeconds: [String: Double]
            let peakMemoryBytes: Int
        }
        struct FileCounts: Encodable {
            let present: Int
            let read: Int
            let quarantined: Int
            let ignored: Int
            let gone: Int
            let kept: Int
            let bytesRead: Int
        }
        return try JSONText.encode(
            Report(
                files: FileCounts(
                    present: summary.presentFiles, read: summary.tally.read,
                    quarantined: summary.tally.quarantined, ignored: summary.tally.ignored,
                    gone: summary.tally.gone, kept: keptFiles, bytesRead: summary.tally.byteCount),
                sources: StoreStatus.files(summary.inventory), faults: summary.faults,
                ignored: Dictionary(
                    uniqueKeysWithValues: summary.inventory.ignoredKinds.map { ($0.rawValue, $1) }),
                items: StoreStatus.items(summary.inventory),
                companies: Dictionary(
                    uniqueKeysWithValues: summary.companies.map { ($0.name, $0.itemsOfSection) }),
                output: summary.snapshot.path, outputBytes: summary.snapshot.byteCount,
                seconds: summary.duration / .seconds(1),
                timings: Dictionary(uniqueKeysWithValues: summary.timings.map { ($0.name, $0.seconds) }),
                readingSeconds: Dictionary(
                    uniqueKeysWithValues: summary.readingTimes.map {
                        ($0.key.rawValue, $0.value / .seconds(1))
                    }),
                peakMemoryBytes: PeakMemory.bytes()))
    }

    private func sourcesTable() -> String {
        var table = TextTable(
            ["source", "files", "errors", "lost", "warnings", "MB", "items", "matched", "unsure", "read s"],
            rightAligned: Set(1...9))
        var sources = sections.map(\.source).reduce(into: [Source]()) { list, source in
            if list.last != source { list.append(source) }
        }
        sources += summary.inventory.files.map(\.source).filter { !sources.contains($0) }
        for source in sources {
            let files = summary.inventory.files.filter { $0.source == source }
            let items = summary.inventory.items.filter { $0.source == source }
            let faults = summary.inventory.recordFaults[source]
            table.add([
                source.rawValue, "\(files.reduce(0) { $0 + $1.count })",
                "\(files.filter(\.isQuarantined).reduce(0) { $0 + $1.count })",
                "\(faults?.lost ?? 0)", "\(faults?.warnings ?? 0)",
                Figures.megabytes(files.reduce(0) { $0 + $1.byteCount }),
                "\(items.reduce(0) { $0 + $1.count })", "\(items.reduce(0) { $0 + $1.matched })",
                "\(items.reduce(0) { $0 + $1.unsure })",
                Figures.plainSeconds(summary.readingTimes[source] ?? .zero),
            ])
        }
        return table.rendered()
    }

    private func companiesTable() -> String {
        let most = 30
        let columns = sections.filter { section in
            summary.companies.contains { $0.itemsOfSection[section.key] != nil }
        }
        var table = TextTable(
            ["company"] + columns.map(\.key),
            rightAligned: Set(columns.isEmpty ? 1..<1 : 1..<(columns.count + 1)))
        let shown = summary.companies.filter { !$0.itemsOfSection.isEmpty }
        for company in shown.prefix(most) {
            table.add([company.name] + columns.map { "\(company.itemsOfSection[$0.key] ?? 0)" })
        }
        var lines = [table.rendered()]
        if shown.count > most { lines.append("… and \(shown.count - most) more companies") }
        let bare = summary.companies.count - shown.count
        if bare > 0 {
            let have = bare == 1 ? "has" : "have"
            lines.append(
                "\(Figures.count(bare, "company", plural: "companies")) of the mapping \(have) nothing yet")
        }
        return lines.joined(separator: "\n")
    }

    /// Files that are not there any more and whose data stays.
    private var keptFiles: Int {
        summary.tally.kept
            + summary.dropChanges.reduce(0) { $0 + ($1.kind == .unconfigured ? $1.fileCount : 0) }
    }

    private func closingLines() -> String {
        let tally = summary.tally
        let chats = summary.inventory.items.reduce(0) { $0 + $1.count }
        let unchanged = max(0, summary.presentFiles - tally.total + tally.gone + tally.kept)
        var lines = summary.dropChanges.map { "\($0)" }
        lines += [
            "\(Figures.count(summary.presentFiles, "file")) present: \(tally.read) read, \(tally.ignored) ignored,"
                + " \(tally.gone) gone, \(unchanged) unchanged"
                + (keptFiles > 0 ? "; \(Figures.count(keptFiles, "file")) kept that are not there" : ""),
            "\(Figures.seconds(summary.duration)), \(Figures.rate(Double(chats), over: summary.duration)) items/s,"
                + " \(Figures.rate(Double(tally.byteCount) / 1_000_000, over: summary.duration)) MB/s,"
                + " peak memory \(Figures.megabytes(PeakMemory.bytes())) MB",
        ]
        if let ignored = IgnoredSummary.line(of: summary.inventory.ignoredKinds) { lines.append(ignored) }
        if summary.hasLosses {
            lines.append(
                "\(Figures.count(summary.inventory.lostCount, "record")) of files that were read"
                    + " \(summary.inventory.lostCount == 1 ? "is" : "are") not in the JSON, see above")
        }
        if summary.hasQuarantine { lines.append("Some files are quarantined: etl-watch status says why") }
        lines.append("JSON: \(summary.snapshot.path) (\(Figures.megabytes(summary.snapshot.byteCount)) MB)")
        return lines.joined(separator: "\n")
    }
}
