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
        [sourcesTable(), companiesTable(), closingLines()].joined(separator: "\n\n")
    }

    func json() throws -> String {
        struct Report: Encodable {
            let files: FileCounts
            let sources: [StoreStatus.Files]
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
            let bytesRead: Int
        }
        return try JSONText.encode(
            Report(
                files: FileCounts(
                    present: summary.presentFiles, read: summary.tally.read,
                    quarantined: summary.tally.quarantined, ignored: summary.tally.ignored,
                    gone: summary.tally.gone, bytesRead: summary.tally.byteCount),
                sources: StoreStatus.files(summary.inventory), items: StoreStatus.items(summary.inventory),
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
            ["source", "files", "errors", "MB", "items", "matched", "unsure", "read s"],
            rightAligned: [1, 2, 3, 4, 5, 6, 7])
        var sources = sections.map(\.source).reduce(into: [Source]()) { list, source in
            if list.last != source { list.append(source) }
        }
        sources += summary.inventory.files.map(\.source).filter { !sources.contains($0) }
        for source in sources {
            let files = summary.inventory.files.filter { $0.source == source }
            let items = summary.inventory.items.filter { $0.source == source }
            table.add([
                source.rawValue, "\(files.reduce(0) { $0 + $1.count })",
                "\(files.filter(\.isQuarantined).reduce(0) { $0 + $1.count })",
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
        if bare > 0 { lines.append("\(bare) companies of the mapping have nothing yet") }
        return lines.joined(separator: "\n")
    }

    private func closingLines() -> String {
        let tally = summary.tally
        let chats = summary.inventory.items.reduce(0) { $0 + $1.count }
        var lines = [
            "\(summary.presentFiles) files present: \(tally.read) read, \(tally.ignored) ignored,"
                + " \(tally.gone) gone, \(max(0, summary.presentFiles - tally.total + tally.gone)) unchanged",
            "\(Figures.seconds(summary.duration)), \(Figures.rate(Double(chats), over: summary.duration)) items/s,"
                + " \(Figures.rate(Double(tally.byteCount) / 1_000_000, over: summary.duration)) MB/s,"
                + " peak memory \(Figures.megabytes(PeakMemory.bytes())) MB",
        ]
        let ignored = summary.inventory.ignoredFiles + summary.inventory.ignoredMembers
        if ignored > 0 {
            let files = ignored == 1 ? "1 file" : "\(ignored) files"
            lines.append("No source recognises \(files), ignored: etl-watch status --ignored lists them")
        }
        if summary.hasQuarantine { lines.append("Some files are quarantined: etl-watch status says why") }
        lines.append("JSON: \(summary.snapshot.path) (\(Figures.megabytes(summary.snapshot.byteCount)) MB)")
        return lines.joined(separator: "\n")
    }
}
