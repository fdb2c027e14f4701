package import ETLModel

/// Reads an archive in place: each member goes to the transformer that claims it, as if it lay in a
/// folder of the archive's name.
///
/// A damaged member costs only itself and leaves a warning. If no member can be read, or the archive exceeds a limit,
/// the whole file is refused. Members that no transformer claims are listed.
package struct ArchiveTransformer: Transformer {
    package let source: Source
    package let identity: String
    package let members: ArchiveMembers
    package let limits: InputLimits
    package let shares: ReadingSemaphore
    package let streamedAboveByteCount: Int
    private let recognition: ArchiveRecognition
    private let isForAnyDrop: Bool

    /// - Parameters:
    ///   - members: Asked in this order; the first that claims a member reads it.
    ///   - inner: Asked for members that are archives themselves.
    ///   - shares: Bounds the bytes of members that are read at the same time, over all archives.
    ///   - recognition: Recognises the source of the archive.
    ///   - passesOver: Whether a member's name is skipped, as in a folder.
    ///   - rules: The rules behind `passesOver`; part of the identity.
    ///   - isForAnyDrop: Whether archives of drop directories for a single source are another's.
    ///   - streamedAboveByteCount: Members above this size are never in memory as a whole, unless their format
    ///     asks for it: they are unpacked once to see that they can be read, and again to be read.
    package init(
        source: Source, members: [any Transformer], inner: [any Transformer] = [], limits: InputLimits,
        shares: ReadingSemaphore = ReadingSemaphore(), recognition: ArchiveRecognition = .standard,
        passesOver: @escaping @Sendable (RelativePath) -> Bool = { _ in false }, rules: String = "",
        isForAnyDrop: Bool = false, streamedAboveByteCount: Int = 16 << 20
    ) {
        self.streamedAboveByteCount = streamedAboveByteCount
        self.source = source
        self.members = ArchiveMembers(
            source: source, readers: members, inner: inner, passesOver: passesOver,
            dropSource: isForAnyDrop ? nil : source)
        self.limits = limits
        self.shares = shares
        self.recognition = recognition
        self.isForAnyDrop = isForAnyDrop
        var readers = members.map(\.identity).joined(separator: ",")
        if isForAnyDrop {
            // There are many, and each archive in the store has the name.
            let hash = ContentHash.of(Array(readers.utf8)).prefix(8)
            readers = "all " + hash.map { String($0, radix: 16) }.joined(separator: ".")
        }
        identity = "archive/3(\(readers))\(inner.isEmpty ? "" : " inner")\(rules)"
    }

    package func claims(_ probe: FileProbe) -> Bool {
        if isForAnyDrop, probe.source != nil { return false }
        return recognition.source(of: probe, limits: limits) == source
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let input = try ArchiveInput(file.content, limits: limits)
        let contents = try ArchiveContents(of: input, members: members, limits: limits)
        var outcome = ArchiveOutcome()
        var reader = try ArchiveReader(input, limits: limits)
        var index = -1
        var restarts = 0
        while let member = try reader.next() {
            try Task.checkCancellation()
            index += 1
            switch members.use(of: member) {
            case .skip: continue
            case .refuse:
                outcome.note(.unsafeMember, nil, Self.path(of: member))
                continue
            case .read(let path):
                guard contents.lastIndex[path] == index else { continue }
                do {
                    let place = Place(
                        member: member, path: path, input: input, index: index,
                        isAttachment: contents.attachments.contains(path))
                    let isRead = try await forEachPiece(of: place, from: reader) { piece in
                        if let complete = try outcome.hold(piece) { try await emit(complete) }
                    }
                    if isRead { outcome.readAny = true } else { outcome.unread.add(path) }
                } catch let fault as MemberFault {
                    if fault.endsReading {
                        // After damaged data libarchive stops: start anew behind it.
                        restarts += 1
                        guard restarts <= Self.restartCount else { throw fault.cause }
                        reader = try ArchiveReader(input, limits: limits)
                        for _ in 0...index {
                            guard try reader.next() != nil else { throw fault.cause }
                        }
                    }
                    outcome.note(fault.cause, fault.position, path)
                }
            }
        }
        for piece in try outcome.finish() { try await emit(piece) }
    }

    private static let restartCount = 20

    private static func path(of member: ArchiveReader.Member) -> RelativePath? {
        guard case .path(let path) = member.name else { return nil }
        return path
    }

    /// A fault that costs one member.
    struct MemberFault: Error {
        let cause: TransformError.Cause
        var position: TextPosition?
        /// The archive's own data is damaged here.
        var endsReading = false
    }

    /// Where a member is found.
    package struct Place {
        package let member: ArchiveReader.Member
        package let path: RelativePath
        package let input: ArchiveInput
        package let index: Int
        /// Whether it was sent in a chat.
        let isAttachment: Bool

        package init(
            member: ArchiveReader.Member, path: RelativePath, input: ArchiveInput, index: Int,
            isAttachment: Bool
        ) {
            self.member = member
            self.path = path
            self.input = input
            self.index = index
            self.isAttachment = isAttachment
        }
    }
}
