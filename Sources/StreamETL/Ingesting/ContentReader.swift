package import ETLFiles
package import ETLFormats
package import ETLModel
package import ETLStore
import ETLTelemetry
import Glibc
import Synchronization

/// Turns one path into its outcome: read, quarantined, ignored or gone.
///
/// Knows which contents the store has, so that equal bytes are hashed but not parsed again.
package final class ContentReader: Sendable {
    /// Files above this size are never in memory as a whole; see ``Store/stage(_:of:source:byteCount:)``.
    package static let streamedAboveByteCount = 4 << 20
    /// The version of the stored faults. Another one has everything read again.
    package static let faultsVersion = "faults/2"
    private static let chunkByteCount = 1 << 20
    private static let stagedByteCount = 4 << 20

    private let roots: DropRoots
    private let catalog: SourceCatalog
    private let limits: InputLimits
    /// The outcome of reading depends on the limits too.
    private let limitsMark: String
    private let store: Store
    private let known: Mutex<KnownContents>
    /// Of files with several names, as they were read.
    private let shared = Mutex<Set<FileFingerprint>>([])
    private static let mostShared = 65_536
    /// Files whose bytes cannot be had, and the content that stands for the reason.
    private let unreadable = Mutex<[DropPath: ContentKey]>([:])
    private let spent = Mutex<[Source: Duration]>([:])
    private let turns = ContentLock()
    private let shares: ReadingSemaphore

    package init(
        roots: DropRoots, catalog: SourceCatalog, limits: InputLimits, store: Store,
        shares: ReadingSemaphore = ReadingSemaphore()
    ) throws {
        self.roots = roots
        self.catalog = catalog
        self.limits = limits
        limitsMark = ContentHash.of(Array("\(Self.faultsVersion) \(limits)".utf8)).prefix(4).map {
            String($0, radix: 16)
        }
        .joined(separator: ".")
        self.store = store
        self.shares = shares
        known = Mutex(try store.knownContents())
    }

    /// Time that transformers took, added up over all workers.
    package var transformingTimes: [Source: Duration] { spent.withLock { $0 } }

    /// Files with several names that were read since this was asked last: an event tells one name only.
    /// There may have been more; a scan finds them.
    package func takeShared() -> Set<FileFingerprint> {
        shared.withLock { shared in
            defer { shared = [] }
            return shared
        }
    }

    package var knownContentCount: Int { known.withLock { $0.count } }

    /// Contents were removed from the store.
    package func forgetKnownContents() throws {
        let contents = try store.knownContents()
        known.withLock { $0 = contents }
    }

    /// Forgets the known contents, since there is nothing to read.
    package func releaseKnownContents() { known.withLock { $0 = KnownContents() } }

    /// Whether a missing path is certainly gone: its drop directory is there, and the directories above it can be read.
    func canTellOfAbsence(of path: DropPath) -> Bool {
        guard let root = roots.root(of: path) else { return true }
        guard (try? FileStatus.following(root.path))?.kind == .directory else { return false }
        do {
            _ = try roots.status(of: path)
            return true
        } catch {
            return error.errno != EACCES
        }
    }

    /// Notes that `outcomes` are in the store. Not before: an equal file might overtake the one that
    /// brings the contents.
    func noteStored(_ outcomes: [FileOutcome]) {
        known.withLock { known in
            for case .read(_, _, let key, _) in outcomes { known.insert(key) }
        }
    }

    /// Reads the file at `path` as it is now. A file that changes meanwhile is read again, as is one
    /// that the system cannot give out for the moment.
    package func read(_ path: DropPath) async throws -> FileOutcome {
        var pause = Duration.milliseconds(5)
        for attempt in 1...8 {
            do {
                if let outcome = try await readOnce(path) {
                    unreadable.withLock { files in
                        if !files.isEmpty { files[path] = nil }
                    }
                    return outcome
                }
            } catch let error as SystemError {
                if error.isAbsence || error.errno == EISDIR || error.errno == EINVAL || error.errno == ELOOP {
                    unreadable.withLock { $0[path] = nil }
                    return .gone(path)
                }
                guard error.isTransient, attempt < 8 else {
                    return quarantine(path, .unreadable(errno: error.errno))
                }
            }
            try await Task.sleep(for: pause)
            pause *= 2
        }
        return quarantine(path, .unstable)
    }

    /// A file whose bytes cannot be had: quarantined until its status changes or a scan can read it.
    private func quarantine(_ path: DropPath, _ cause: TransformError.Cause) -> FileOutcome {
        guard let status = try? roots.status(of: path), let root = roots.root(of: path) else {
            return .gone(path)
        }
        noteShared(status)
        var reason = ByteWriter()
        if case .unreadable(let errno) = cause { reason.write(Int(errno)) }
        // There are no bytes to hash: equal reasons share one content, which no transformer can have.
        let key = ContentKey(hash: reason.bytes, reader: "unreadable/1 \(root.source?.rawValue ?? "")")
        // A disk that works again sends no event. No file has this time, so each scan finds a difference.
        var fingerprint = status.fingerprint
        fingerprint.changed = -1
        let isKnown = unreadable.withLock { $0.updateValue(key, forKey: path) } == key
        if isKnown, known.withLock({ $0.contains(key) }) { return .read(path, fingerprint, key, .known) }
        let error = TransformError(file: path.path, cause: cause)
        return .read(
            path, fingerprint, key,
            .quarantined(error, source: root.source ?? .unknown, byteCount: Int(status.byteCount)))
    }

    private func noteShared(_ file: FileStatus) {
        guard file.linkCount > 1 else { return }
        shared.withLock { if $0.count < Self.mostShared { $0.insert(file.fingerprint) } }
    }

    /// - Returns: `nil` if the file changed while it was read.
    private func readOnce(_ path: DropPath) async throws -> FileOutcome? {
        guard let root = roots.root(of: path), !roots.isInAnother(path) else { return .gone(path) }
        let file = try OpenedFile(at: path, in: roots)
        defer { file.close() }
        let fingerprint = file.status.fingerprint
        noteShared(file.status)
        let byteCount = Int(fingerprint.byteCount)
        let isStreamed = byteCount > min(Self.streamedAboveByteCount, limits.fileBytes)
        // A file larger than a document can only be read piece by piece.
        let share = await shares.begin(byteCount: byteCount <= limits.documentBytes ? byteCount : 0)
        defer { shares.end(share) }
        let bytes = isStreamed ? [] : try file.readAll(limit: limits.fileBytes)
        let head =
            isStreamed
            ? try file.head(byteCount: FileProbe.headByteCount)
            : Array(bytes.prefix(FileProbe.headByteCount))
        let content: any FileContent = isStreamed ? file : MemoryContent(bytes)
        let probe = FileProbe(
            path: path.path, head: head, byteCount: byteCount, content: content, source: root.source)
        guard let transformer = catalog.transformer(claiming: probe, source: root.source) else {
            return try file.isUnchanged() ? .ignored(path, fingerprint, IgnoredKind(of: probe)) : nil
        }
        let hash = isStreamed ? try await file.contentHash() : ContentHash.of(bytes)
        guard try file.isUnchanged() else { return nil }
        let key = ContentKey(hash: hash, reader: "\(transformer.identity) \(limitsMark)")
        if known.withLock({ $0.contains(key) }) { return .read(path, fingerprint, key, .known) }
        let settled = SettledFile(path: path.path, content: content)
        let start = ContinuousClock.now
        defer {
            let duration = ContinuousClock.now - start
            spent.withLock { $0[transformer.source, default: .zero] += duration }
        }
        let outcome = try await transform(
            settled, key: key, by: transformer, byteCount: byteCount,
            isUnchanged: { try !isStreamed || file.isUnchanged() })
        return outcome.map { .read(path, fingerprint, key, $0) }
    }

    /// Reads a file's contributions. A small file's come with the outcome. A large file's are staged in the store
    /// meanwhile, so that memory holds only some pieces.
    ///
    /// - Returns: `nil` if the file changed while it was read.
    private func transform(
        _ file: SettledFile, key: ContentKey, by transformer: any Transformer, byteCount: Int,
        isUnchanged: () throws -> Bool
    ) async throws -> ContentOutcome? {
        var pieces: [Contribution] = []
        var piecesByteCount = 0
        var faults = FaultTally()
        var isStaging = false
        defer {
            if isStaging {
                turns.end(key)
                // The pieces of a large file leave more free memory behind than the files after it need.
                FreedMemory.release()
            }
        }
        do {
            try await transformer.transform(file) { piece in
                pieces.append(piece)
                faults.add(contentsOf: piece.warnings)
                piecesByteCount += piece.byteCountInMemory
                guard piecesByteCount >= Self.stagedByteCount else { return }
                if !isStaging {
                    await turns.begin(key)
                    isStaging = true
                    if known.withLock({ $0.contains(key) }) { throw StagedByAnother() }
                    try store.unstage(key)
                }
                try store.stage(pieces, of: key, source: transformer.source, byteCount: byteCount)
                pieces.removeAll(keepingCapacity: true)
                piecesByteCount = 0
            }
            guard isStaging else {
                guard try isUnchanged() else { return nil }
                return .contributions(pieces, source: transformer.source, byteCount: byteCount)
            }
            try store.stage(
                pieces, of: key, source: transformer.source, byteCount: byteCount, warnings: faults.warnings)
            guard try isUnchanged() else {
                try store.unstage(key)
                return nil
            }
            // Others may refer to it from now on, and must not stage it anew.
            known.withLock { $0.insert(key) }
            return .staged(faults.warnings, source: transformer.source)
        } catch is StagedByAnother {
            return .known
        } catch {
            if isStaging { try store.unstage(key) }
            guard try isUnchanged() else { return nil }
            return try Self.quarantine(error, file, transformer, byteCount)
        }
    }

    /// An equal file was staged while this one was read.
    private struct StagedByAnother: Error {}

    private static func quarantine(
        _ error: any Error, _ file: SettledFile, _ transformer: any Transformer, _ byteCount: Int
    ) throws -> ContentOutcome {
        let fault: TransformError
        switch error {
        case let error as TransformError: fault = error
        case let cause as TransformError.Cause: fault = TransformError(file: file.path, cause: cause)
        default: throw error
        }
        return .quarantined(fault, source: transformer.source, byteCount: byteCount)
    }
}

extension Contribution {
    /// An estimate of its memory, with the heads of arrays: a table has many small ones.
    fileprivate var byteCountInMemory: Int { payload.count + heading.count + unit.utf8.count + 256 }
}
