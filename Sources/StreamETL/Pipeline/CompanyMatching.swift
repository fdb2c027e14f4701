import ETLFiles
import ETLFormats
package import ETLMatching
import ETLModel
import ETLRendering
import ETLSettings
package import ETLSnapshot
package import ETLStore
import Glibc

/// The mapping, people's decisions and the CRM's evidence, as the matcher that follows from them.
package struct CompanyMatching {
    package private(set) var mapping = CompanyMapping.empty
    package private(set) var overrides = MatchOverrides.empty
    package private(set) var matcher: Matcher
    /// Knows nothing and takes next to no memory.
    private let blankMatcher: Matcher
    package private(set) var problems: [String] = []
    /// Mappings that are there beside the one that counts.
    private(set) var unusedMappings: [String] = []
    /// The companies of the unified JSON, sorted by name.
    package private(set) var companies: [SnapshotContent.Company] = []
    private let options: PipelineOptions
    private var inputHash: [UInt8] = []
    /// The mapping that was read last.
    private(set) var mappingPath: String?
    /// Whether the matcher follows from the present mapping, decisions and CRM.
    private var isCurrent = false
    /// The matcher that follows from the present mapping and decisions alone, if it was made.
    private var plain: Matcher?
    /// By which the store's items are decided, as far as this process knows.
    private var decided: (matcher: Matcher, digest: String)?

    package init(_ options: PipelineOptions) {
        self.options = options
        blankMatcher = Matcher(mapping: .empty, settings: options.matching)
        matcher = blankMatcher
    }

    /// Reads the mapping and the decisions. If that fails, the earlier ones stay.
    ///
    /// - Returns: Whether they are others than before.
    /// - Throws: ``PipelineError`` when one of them is there and cannot be used, or was there and is not.
    @discardableResult
    package mutating func load() throws(PipelineError) -> Bool {
        var hashed: [UInt8] = []
        var faults: [String] = []
        var mapping = CompanyMapping.empty
        var overrides = MatchOverrides.empty
        let limits = options.limits
        let path =
            options.mappingPath ?? options.mappingCandidates.first { access($0, F_OK) == 0 } ?? mappingPath
        if let path {
            guard let bytes = try Self.read(path, limit: limits.fileBytes) else {
                throw .mappingUnreadable(path: path, errno: ENOENT)
            }
            hashed += ContentHash.of(bytes)
            let name = Self.name(of: path)
            mapping = try Self.decoded {
                try CompanyMapping(bytes: bytes, fileName: name, limits: limits)
            } failing: { position, cause in
                let header = (try? DelimitedReader(bytes: bytes, limits: limits).header) ?? []
                return .mappingUnusable(path: path, position: position, cause: cause, header: header)
            }
            faults += mapping.problems.map { "\(name):\($0)" }
        } else {
            faults.append("\(PipelineError.mappingMissing)")
        }
        let hasMapping = path != nil
        if let path = options.overridesPath, let bytes = try Self.decisions(path, limit: limits.fileBytes) {
            hashed += ContentHash.of(bytes)
            let name = Self.name(of: path)
            overrides = try Self.decoded {
                try MatchOverrides(bytes: bytes, fileName: name, limits: limits)
            } failing: { position, cause in
                .overridesUnusable(path: path, position: position, cause: cause)
            }
            // Without a mapping every company is unknown, which is not a fault of the decisions.
            let unknown = hasMapping ? overrides.problems(with: mapping) : []
            faults += (overrides.problems + unknown).map { "\(name):\($0)" }
        }
        hashed += options.matching.fingerprint
        let hash = ContentHash.of(hashed)
        let unused = path.map(others(beside:)) ?? []
        if hash == inputHash, path == mappingPath, unused == unusedMappings { return false }
        unusedMappings = unused
        inputHash = hash
        isCurrent = false
        plain = nil
        mappingPath = path
        problems = faults
        self.mapping = mapping
        self.overrides = overrides
        companies = mapping.companies.map { company in
            var json = JSONWriter(reserving: 256)
            company.write(to: &json)
            return SnapshotContent.Company(
                name: company.name, info: json.bytes,
                domains: company.variants.flatMap { $0.names(in: .calendarDomain) })
        }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return true
    }

    /// Tells of other mappings where the program would have taken them.
    private func others(beside path: String) -> [String] {
        guard options.mappingPath == nil, let own = Self.file(at: path) else { return [] }
        return options.mappingCandidates.filter { other in
            guard other != path, let file = Self.file(at: other) else { return false }
            return file != own
        }.map { other in
            "\(other): does not count, since \(path) is the company mapping."
                + " Put its rows into that one, or name one of them with --mapping."
        }
    }

    /// Identifies a file by its status, at any path.
    private static func file(at path: String) -> [UInt64]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }

    private static func decoded<Value>(
        _ decode: () throws -> Value,
        failing failure: (TextPosition?, TransformError.Cause) -> PipelineError
    ) throws(PipelineError) -> Value {
        do {
            return try decode()
        } catch let error as TransformError {
            throw failure(error.position, error.cause)
        } catch {
            throw failure(nil, error as? TransformError.Cause ?? .malformed("mapping.csv"))
        }
    }

    private static func decisions(_ path: String, limit: Int) throws(PipelineError) -> [UInt8]? {
        do {
            return try read(path, limit: limit)
        } catch {
            guard case .mappingUnreadable(_, let errno) = error else { throw error }
            throw .overridesUnreadable(path: path, errno: errno)
        }
    }

    /// Learns what the store holds of the CRM, and decides again what a change of mapping, decisions,
    /// settings or CRM since the last time can concern, be it in an earlier process.
    ///
    /// - Returns: How many items were decided again, none on the first run; `nil` if nothing changed.
    package mutating func update(_ store: Store) throws -> Int? {
        if isCurrent { return nil }
        let digest = try learn(from: store)
        isCurrent = true
        let known: String? = try store.setting("matching")
        defer { if isCurrent { decided = (matcher, digest) } }
        guard known != digest else { return nil }
        do {
            let count: Int
            if let decided, decided.digest == known {
                let change = MatchChange(from: decided.matcher, to: matcher)
                count = try store.decideAgain(where: change.affects, by: matcher)
            } else {
                count = try store.decideAgain(by: matcher)
            }
            try store.markStale()
            try store.set(digest, for: "matching")
            return count
        } catch {
            isCurrent = false
            throw error
        }
    }

    /// Whether no item was decided yet.
    package var isNew: Bool { decided == nil && !isCurrent }

    /// Makes the matcher of a store without a CRM, which takes as long as reading hundreds of chats.
    func plainMatcher() async -> Matcher { madePlain() }

    private func madePlain() -> Matcher {
        Matcher(mapping: mapping, overrides: overrides, settings: options.matching)
    }

    /// Keeps the result of ``plainMatcher()`` while mapping and decisions stay.
    package mutating func keep(plain matcher: Matcher) { plain = matcher }

    /// Lets go of the matcher, for want of anything to decide; ``update(_:)`` makes it anew.
    mutating func releaseMatcher() {
        matcher = blankMatcher
        plain = nil
        decided = nil
        isCurrent = false
    }

    /// Notes that the CRM's records changed.
    mutating func forgetCRM() { isCurrent = false }

    /// Reads the CRM's evidence from the store.
    ///
    /// - Returns: Identifies this matcher.
    @discardableResult
    package mutating func learn(from store: Store) throws -> String {
        var hash = inputHash
        var companies: [MatchSubject] = []
        try store.forEachSubject(inSection: "hubspot_companies") { subject, bytes in
            hash = ContentHash.of(hash + bytes)
            companies.append(subject)
        }
        var crm = CRMDirectory(companies: companies)
        companies = []
        try store.forEachSubject(inSection: "hubspot_contacts") { subject, bytes in
            hash = ContentHash.of(hash + bytes)
            crm.add(contact: subject)
        }
        let digest = hash.map { String($0, radix: 16) }.joined(separator: ".")
        let plain = plain ?? madePlain()
        self.plain = plain
        matcher = crm.isEmpty ? plain : Matcher(like: plain, knowing: consume crm)
        return digest
    }

    package func matcher(knowing crm: consuming CRMDirectory) -> Matcher {
        Matcher(like: plain ?? madePlain(), knowing: consume crm)
    }

    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Tries again after transient errors.
    private static func read(_ path: String, limit: Int) throws(PipelineError) -> [UInt8]? {
        var attempts = 0
        while true {
            do {
                return try readOnce(path, limit: limit)
            } catch {
                guard case .mappingUnreadable(_, let errno) = error, SystemError(errno: errno).isTransient,
                    attempts < 6
                else { throw error }
                usleep(useconds_t(2_000 << attempts))
                attempts += 1
            }
        }
    }

    private static func readOnce(_ path: String, limit: Int) throws(PipelineError) -> [UInt8]? {
        do {
            return try SmallFile.read(path, limit: limit, onlyPlain: true)
        } catch {
            switch error {
            case .tooLarge: throw .mappingUnreadable(path: path, errno: EFBIG)
            case .unreadable(let error):
                if error.errno == ENOENT { return nil }
                throw .mappingUnreadable(path: path, errno: error.errno)
            }
        }
    }
}

extension MatchingSettings {
    /// Equal settings have equal bytes; a change of the rules themselves shows in the leading version.
    fileprivate var fingerprint: [UInt8] {
        var writer = ByteWriter()
        writer.write("matching/10")
        for list in [
            internalDomains, internalNames, excludedCompanies, prefixes, suffixes, freeMailDomains,
            sharedProviderDomains, commonWords, neutralWords,
        ] {
            writer.write(list)
        }
        writer.write(Int64(bitPattern: matchThreshold.bitPattern))
        writer.write(Int64(bitPattern: reviewThreshold.bitPattern))
        writer.write(mostCompaniesPerChat)
        return writer.bytes
    }
}
