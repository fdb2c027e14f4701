import ETLFiles
public import ETLMatching
public import ETLModel
import ETLSettings
import ETLStore
import Foundation
import Glibc

/// Where a person looks at matches, asks why, and decides.
///
/// Reads the store beside a running daemon. Decisions go to the overrides file alone; the daemon, or
/// the next backfill, takes them from there.
public struct MatchDesk: Sendable {
    private let store: Store
    private let matching: CompanyMatching
    private let overridesPath: String?

    /// - Throws: ``StoreError/missing(path:)`` before the first backfill, or ``PipelineError``, also
    ///   where there is no mapping.
    public init(_ options: PipelineOptions) throws {
        store = try Store(readingFrom: options.databasePath)
        var matching = CompanyMatching(options)
        try matching.load()
        // Without a mapping no item would seem to have a company.
        guard matching.mappingPath != nil else { throw PipelineError.mappingMissing }
        do {
            try matching.learn(from: store)
        } catch {
            throw store.interpreted(error)
        }
        self.matching = matching
        overridesPath = options.overridesPath
    }

    /// Items with candidates but without a company. Those whose decision explains most come first.
    public func reviewQueue() throws -> [DecidedItem] {
        try store.readState { try $0.unsureItems() }.sorted { one, other in
            let explained = [one, other].map { $0.decision.explainedCount(ofMessages: $0.messageCount) }
            return explained[0] != explained[1]
                ? explained[0] > explained[1]
                : (one.section, one.title, one.key) < (other.section, other.title, other.key)
        }
    }

    /// Items whose key or name is `text`, in `section` if one is named.
    public func items(named text: String, section: String? = nil) throws -> [DecidedItem] {
        try store.readState { try $0.items(named: text) }.filter { section == nil || $0.section == section }
    }

    /// The company of the mapping with this name, in upper or lower case.
    public func company(named name: String) -> MappedCompany? {
        matching.mapping.company(named: name)
            ?? matching.mapping.companies.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The company whose name was probably meant by a mistyped one.
    public func nearestCompany(to name: String) -> MappedCompany? {
        let names = matching.mapping.companies.map { $0.name.lowercased() }
        guard let nearest = NearestName.of(name, among: names) else { return nil }
        return matching.mapping.companies.first { $0.name.lowercased() == nearest }
    }

    /// The items that a company has.
    public func items(of company: MappedCompany) throws -> [DecidedItem] {
        try store.readState { try $0.items(ofCompany: company.name) }
    }

    /// The whole reasoning about an item, with today's mapping and decisions.
    public func explanation(of item: DecidedItem) throws -> MatchExplanation {
        guard matching.matcher.decideSigned(item.subject).wantsTexts else {
            return matching.matcher.explain(item.subject)
        }
        let texts = try store.readState { try $0.texts(of: item) }
        return matching.matcher.explain(item.subject, texts: texts)
    }

    /// What a company is recognised by, with today's mapping and what the CRM tells.
    public func explanation(of company: MappedCompany) -> CompanyExplanation {
        matching.matcher.explain(company, mappedIn: matching.mapping.fileName)
    }

    /// Proposed mapping rows, from names and domains that are frequent among items without a company.
    public func suggestions() throws -> [MatchSuggestion] {
        let items = try store.readState { try $0.unmatchedItems() }
        return MatchSuggestion.suggestions(for: items, matcher: matching.matcher)
    }

    /// Writes a decision about one item into the overrides file, in place of an earlier one about the
    /// same item and company.
    ///
    /// - Parameter company: `nil` with `unmatch`: the item belongs to no company at all.
    /// - Returns: The file's path.
    /// - Throws: ``PipelineError/overridesUnwritable(path:errno:)``.
    @discardableResult
    public func record(
        _ decision: MatchOverrides.Decision, item: DecidedItem, company: MappedCompany?, note: String = ""
    ) throws -> String {
        guard let overridesPath else {
            throw PipelineError.overridesUnwritable(path: "match_overrides.csv", errno: ENOENT)
        }
        // Other processes may record decisions too. With this lock, theirs are read before ours are added.
        let directory = open(SettingPath.parent(of: overridesPath), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0, flock(directory, LOCK_EX) == 0 else {
            throw PipelineError.overridesUnwritable(path: overridesPath, errno: errno)
        }
        defer { close(directory) }
        var present = matching
        try present.load()
        var overrides = present.overrides
        overrides.record(
            decision, section: item.section, item: item.key, company: company?.name ?? "", note: note,
            decidedAt: UTCTime.text(Int64(time(nil))))
        try Self.replace(overridesPath, with: overrides.rendered())
        return overridesPath
    }

    /// What to do if the daemon, or the owner of the database, may not read the decisions; `nil` if it may.
    public var readingProblem: String? {
        guard let overridesPath,
            let reader = FileReader(process: StoreLock.holder(ofDatabase: store.path), ownerOf: store.path),
            !FileAccess(keeping: overridesPath).allows(reader)
        else { return nil }
        return
            "\(overridesPath): the user that reads the exports (uid \(reader.id)) cannot read it. Give it to a"
            + " group of that user and let the group read it, or name another file with --overrides."
    }

    private static func replace(_ path: String, with text: String) throws {
        do {
            let file = try AtomicFile(replacing: path, as: path + ".new")
            FileAccess(keeping: path).apply(to: file.descriptor)
            try file.write(text.utf8)
            try file.publish()
        } catch {
            throw PipelineError.overridesUnwritable(path: path, errno: error.errno)
        }
    }
}

extension MatchEvaluation {
    /// Evaluates with the mapping, the decisions and the settings of `options`, without a store.
    ///
    /// - Parameter crm: The companies that record ids in the labels stand for.
    public init(of labels: MatchLabels, crm: CRMDirectory = .empty, options: PipelineOptions) throws {
        var matching = CompanyMatching(options)
        try matching.load()
        guard matching.mappingPath != nil else { throw PipelineError.mappingMissing }
        self.init(of: labels, by: matching.matcher(knowing: crm))
    }
}
