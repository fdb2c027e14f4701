public import ETLFiles
public import ETLStore
import Glibc

/// Keeps the unified JSON at one place up to date.
///
/// The file before the previous one is kept under a hidden name and written over, unless it may still be read. So a
/// refresh costs only the changes:
///
///     Acme       unchanged since both files, same place     kept
///     Borealis   unchanged, but its line has moved          copied from the previous file, in the kernel
///     Cobalt     changed                                    rendered
///
/// The previous file stays open, so the copied bytes are those that were written, even if its name is given to
/// another file.
public struct SnapshotWriter: ~Copyable {
    public let target: String
    private var previous: Int32?
    private var layout = SnapshotLayout()
    private var spare: SnapshotLayout?
    private var versions = 0

    private let access: OutputAccess

    public init(target: String, access: OutputAccess = .ownerOnly) {
        self.target = target
        self.access = access
    }

    deinit {
        if let previous { close(previous) }
        if spare != nil { unlink(OutputPath.temporaryName(for: target)) }
    }

    /// Writes the snapshot of the store's present state and puts it in place.
    ///
    /// - Parameter dirty: Companies to render again; the empty name stands for the items without a company.
    /// - Returns: The number of bytes written.
    /// - Throws: ``SnapshotError`` if it cannot be put in place. The previous file then stays.
    public mutating func write(
        _ content: SnapshotContent, from store: Store, dirty: Set<String>, generatedAt: Int64,
        statistics: PerformanceStatistics
    ) throws -> Int {
        do {
            return try replace(
                with: content, from: store, dirty: dirty, generatedAt: generatedAt, statistics: statistics)
        } catch let error as FileWriteError {
            throw SnapshotError(error)
        }
    }

    private mutating func replace(
        with content: SnapshotContent, from store: Store, dirty: Set<String>, generatedAt: Int64,
        statistics: PerformanceStatistics
    ) throws -> Int {
        let known = previousIsIntact() ? layout : SnapshotLayout()
        return try store.readLatest { db in
            let reader = StateReader(db: db)
            let (spareFile, spare) = takeSpare() ?? (nil, SnapshotLayout())
            var file = try RewritableFile(replacing: target, over: spareFile, access: access)
            var next = SnapshotLayout()
            let last = content.companies.last?.name
            let kept = content.companies.filter { company in
                known.companies[company.name].map {
                    !dirty.contains(company.name) && $0.info == company.info
                        && $0.isLast == (company.name == last)
                } ?? false
            }.reduce(into: [:]) { $0[$1.name] = known.companies[$1.name] }
            let counts = try counts(of: content.companies, kept: kept, reader)
            let head = SnapshotHead(
                content: content, counts: counts, totals: try reader.matchedTotals())
            try file.write(head.write(generatedAt: generatedAt, statistics: statistics))
            for company in content.companies {
                if var known = kept[company.name] {
                    try place(&known.region, of: spare.companies[company.name]?.region, in: &file)
                    next.companies[company.name] = known
                    continue
                }
                let start = file.offset
                let fragment = CompanyFragment(
                    company: company, content: content, reader: reader,
                    earlier: earlierLines(
                        known.companies[company.name], spare: spare.companies[company.name]))
                let data = try fragment.write(to: &file, isLast: company.name == last)
                next.companies[company.name] = SnapshotLayout.Company(
                    region: region(from: start, to: file.offset), data: data, info: company.info,
                    isLast: company.name == last, counts: counts[company.name] ?? [:])
            }
            next.tail = try writeTail(
                SnapshotTail(sections: content.sections, reader: reader), known: known.tail,
                spare: spare.tail, dirty: dirty, to: &file)
            let byteCount = file.offset
            try publish(file, with: next, exchanging: known.tail != nil && isPreviousInPlace)
            return byteCount
        }
    }

    /// Puts a region that did not change at the end of `file`.
    ///
    /// - Parameter other: The region in the file that is written over, with the same bytes or older ones.
    package func place(
        _ region: inout SnapshotLayout.Region, of other: SnapshotLayout.Region?, in file: inout RewritableFile
    ) throws(FileWriteError) {
        let source = region.offset
        region.offset = file.offset
        if region == other {
            try file.keep(region.byteCount)
        } else if let previous {
            try file.copy(from: previous, offset: source, byteCount: region.byteCount)
        }
    }

    private func earlierLines(
        _ known: SnapshotLayout.Company?, spare: SnapshotLayout.Company?
    ) -> CompanyFragment.EarlierLines {
        var earlier = CompanyFragment.EarlierLines()
        if let previous, let known { earlier.previous = (previous, (known.region.offset, known.data)) }
        if let spare { earlier.spare = (spare.region.offset, spare.data) }
        return earlier
    }

    package mutating func region(from start: Int, to end: Int) -> SnapshotLayout.Region {
        versions += 1
        return SnapshotLayout.Region(offset: start, byteCount: end - start, version: versions)
    }

    /// Items per company and section; asked for only where they may have changed.
    private func counts(
        of companies: [SnapshotContent.Company], kept: [String: SnapshotLayout.Company], _ reader: StateReader
    ) throws -> [String: [String: Int]] {
        if kept.isEmpty { return try reader.sectionCounts() }
        var counts: [String: [String: Int]] = [:]
        for company in companies {
            counts[company.name] = try kept[company.name]?.counts ?? reader.sectionCounts(of: company.name)
        }
        return counts
    }

    private mutating func publish(
        _ file: consuming RewritableFile, with next: consuming SnapshotLayout, exchanging: Bool
    ) throws(FileWriteError) {
        let (descriptor, hasPrevious) = try file.publish(exchanging: exchanging)
        if let previous { close(previous) }
        previous = descriptor
        fstat(descriptor, &next.status)
        if hasPrevious { spare = layout }
        layout = next
    }

    /// Whether the previous file is unchanged since it was written.
    private func previousIsIntact() -> Bool {
        guard let previous else { return false }
        var now = stat()
        return fstat(previous, &now) == 0 && layout.describes(now)
    }

    /// Whether the target's name is still the previous file's, and not that of something else.
    private var isPreviousInPlace: Bool {
        var now = stat()
        return lstat(target, &now) == 0 && layout.describes(now)
    }

    /// The file before the previous one, open for writing over it; `nil` if there is none, or if it may still be read,
    /// since it has another name or is open.
    private mutating func takeSpare() -> (descriptor: Int32, SnapshotLayout)? {
        guard let spare = spare.take() else { return nil }
        let descriptor = RewritableFile.spare(of: target) { spare.describes($0) }
        return descriptor.map { ($0, spare) }
    }
}
