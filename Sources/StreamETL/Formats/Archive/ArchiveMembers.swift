package import ETLModel

/// The transformers that read the members of an archive, and the members that are read.
package struct ArchiveMembers: Sendable {
    /// The archive's own.
    package let source: Source
    package let readers: [any Transformer]
    /// Of members that are archives.
    package let inner: [any Transformer]
    package let passesOver: @Sendable (RelativePath) -> Bool
    /// The drop directory's, if it is for a single source.
    let dropSource: Source?

    package enum Use {
        case skip
        case refuse
        case read(RelativePath)
    }

    package func use(of member: ArchiveReader.Member) -> Use {
        guard member.isRegular else { return .skip }
        switch member.name {
        case .litter: return .skip
        case .outside: return .refuse
        case .path(let path):
            if passesOver(path) { return .skip }
            return member.isEncrypted ? .refuse : .read(path)
        }
    }

    /// - Parameter isAttachment: Whether people sent it to each other. Only the archive's source reads such files.
    package func reader(claiming probe: FileProbe, isAttachment: Bool) -> (any Transformer)? {
        let reader = readers.first { $0.claims(probe) }
        guard let reader, isAttachment, reader.source != source else { return reader }
        return nil
    }

    func innerReader(claiming probe: FileProbe) -> (any Transformer)? {
        inner.first { (dropSource == nil || $0.source == dropSource) && $0.claims(probe) }
    }
}

/// Facts from an archive's names, known before its members are read.
struct ArchiveContents {
    /// Where each name occurs last: an archive may hold a name twice, and unpacking keeps the last.
    private(set) var lastIndex: [RelativePath: Int] = [:]
    private(set) var attachments = ArchiveAttachments()

    init(of input: ArchiveInput, members: ArchiveMembers, limits: InputLimits) throws {
        let reader = try ArchiveReader(input, limits: limits)
        try reader.checkEnd()
        var index = 0
        while let member = try reader.next() {
            if case .read(let path) = members.use(of: member) {
                lastIndex[path] = index
                attachments.note(path)
            }
            index += 1
        }
    }
}

/// What has been read of an archive so far. One piece is held back, so that the last faults have something to
/// stand on.
struct ArchiveOutcome {
    var readAny = false
    var unread = UnreadMembers()
    private var held: Contribution?
    private var faults = FaultTally()
    private var firstFault: TransformError.Cause?

    /// Notes a member that is not read.
    mutating func note(_ cause: TransformError.Cause, _ position: TextPosition?, _ member: RelativePath?) {
        if firstFault == nil { firstFault = cause }
        var fault = TransformWarning(cause, at: position, isLoss: true)
        fault.member = member?.escaped
        faults.add(fault)
    }

    /// - Returns: The piece before, which is complete now.
    mutating func hold(_ piece: Contribution) throws -> Contribution? {
        readAny = true
        if piece.kind == UnreadMembers.kind {
            unread.add(try UnreadMembers(decoding: piece.payload), below: piece.member)
            return nil
        }
        let complete = held
        held = piece
        held?.warnings += faults.take()
        return complete
    }

    /// - Returns: The last pieces.
    /// - Throws: The first fault, if there is no contribution that could carry it.
    mutating func finish() throws -> [Contribution] {
        if held == nil, !readAny, let firstFault { throw firstFault }
        var pieces = [held, unread.contribution].compactMap(\.self)
        if !pieces.isEmpty { pieces[0].warnings += faults.take() }
        return pieces
    }
}
