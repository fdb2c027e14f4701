package import ETLModel

/// Reads an archive in place: each member goes to the transformer that claims it, as if it lay in a
/// folder of the archive's name.
///
/// A member that cannot be read costs itself and leaves a warning; an archive of which no member can be
/// read, or that asks for too much, is a fault of the whole file.
package struct ArchiveTransformer: Transformer {
    package let source: Source
    package let identity: String
    private let members: [any Transformer]
    private let limits: InputLimits
    private let shares: ReadingShares
    private let recognition: ArchiveRecognition
    private let streamedAboveByteCount: Int

    /// - Parameters:
    ///   - members: Asked in this order; the first that claims a member reads it.
    ///   - shares: Bounds what members of all archives are read at the same time.
    ///   - recognition: Tells whether the archive is the source's own.
    ///   - streamedAboveByteCount: Members above this size are never in memory as a whole, unless their format
    ///     asks for it: they are unpacked once to see that they can be read, and again to be read.
    package init(
        source: Source, members: [any Transformer], limits: InputLimits,
        shares: ReadingShares = ReadingShares(), recognition: ArchiveRecognition = .standard,
        streamedAboveByteCount: Int = 16 << 20
    ) {
        self.streamedAboveByteCount = streamedAboveByteCount
        self.source = source
        self.members = members
        self.limits = limits
        self.shares = shares
        self.recognition = recognition
        identity = "archive/2(\(members.map(\.identity).joined(separator: ",")))"
    }

    package func claims(_ probe: FileProbe) -> Bool {
        recognition.source(of: probe, limits: limits) == source
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let input = try ArchiveInput(file.content, limits: limits)
        let wanted = try indexOfMembers(in: input)
        var faults: [TransformWarning] = []
        var firstFault: TransformError.Cause?
        // One piece is held back, so that the last faults have something to stand on.
        var held: Contribution?
        func note(_ cause: TransformError.Cause, _ position: TextPosition?) {
            if firstFault == nil { firstFault = cause }
            if faults.count < Self.warningCount { faults.append(TransformWarning(cause, at: position)) }
        }

        var reader = try ArchiveReader(input, limits: limits)
        var index = -1
        var restarts = 0
        var readAny = false
        while let member = try reader.next() {
            try Task.checkCancellation()
            index += 1
            switch Self.use(of: member) {
            case .skip: continue
            case .refuse:
                note(.unsafeMember, nil)
                continue
            case .read(let path):
                guard wanted[path] == index else { continue }
                do {
                    let place = Place(member: member, path: path, input: input, index: index)
                    try await forEachPiece(of: place, from: reader) { piece in
                        var piece = piece
                        readAny = true
                        if let held { try await emit(held) }
                        piece.warnings += faults
                        faults = []
                        held = piece
                    }
                    readAny = true
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
                    note(fault.cause, fault.position)
                }
            }
        }
        if var held {
            held.warnings += faults
            try await emit(held)
        } else if let firstFault, !readAny {
            throw firstFault
        }
    }

    private static let warningCount = 20
    private static let restartCount = 20

    private enum Use {
        case skip
        case refuse
        case read(RelativePath)
    }

    private static func use(of member: ArchiveReader.Member) -> Use {
        guard member.isRegular else { return .skip }
        switch member.name {
        case .litter: return .skip
        case .outside: return .refuse
        case .path(let path): return member.isEncrypted ? .refuse : .read(path)
        }
    }

    /// Where each name occurs last: an archive may hold a name twice, and unpacking keeps the last.
    private func indexOfMembers(in input: ArchiveInput) throws -> [RelativePath: Int] {
        let reader = try ArchiveReader(input, limits: limits)
        try reader.checkEnd()
        var last: [RelativePath: Int] = [:]
        var index = 0
        while let member = try reader.next() {
            if case .read(let path) = Self.use(of: member) { last[path] = index }
            index += 1
        }
        return last
    }

    /// A fault that costs one member.
    private struct MemberFault: Error {
        let cause: TransformError.Cause
        var position: TextPosition?
        /// The archive's own data is damaged here.
        var endsReading = false
    }

    /// Where a member is found.
    private struct Place {
        let member: ArchiveReader.Member
        let path: RelativePath
        let input: ArchiveInput
        let index: Int
    }

    /// What a member states, all of it or nothing.
    private func forEachPiece(
        of place: Place, from reader: ArchiveReader, _ body: (Contribution) async throws -> Void
    ) async throws {
        let (member, path) = (place.member, place.path)
        var bytes: [UInt8] = []
        let isComplete = try fill(&bytes, upTo: FileProbe.headByteCount, from: reader)
        let probe = FileProbe(
            path: path, head: Array(bytes.prefix(FileProbe.headByteCount)),
            byteCount: isComplete ? bytes.count : member.byteCount ?? bytes.count)
        guard let transformer = members.first(where: { $0.claims(probe) }) else { return }
        if !isComplete, let byteCount = member.byteCount, byteCount > streamedAboveByteCount {
            return try await stream(place, byteCount: byteCount, by: transformer, reader, body)
        }
        // What does not say how large it is may be as large as can be.
        let share = await shares.begin(
            byteCount: isComplete ? bytes.count : member.byteCount ?? limits.fileBytes)
        defer { shares.end(share) }
        if !isComplete {
            let tooLarge = MemberFault(cause: .limitExceeded(.fileBytes, limit: limits.fileBytes))
            if let size = member.byteCount {
                guard size <= limits.fileBytes else { throw tooLarge }
                bytes.reserveCapacity(min(size, 64 << 20))
            }
            guard try fill(&bytes, upTo: limits.fileBytes, from: reader) else { throw tooLarge }
        }
        var pieces: [Contribution] = []
        try await transform(SettledFile(path: path, bytes: bytes), by: transformer) { pieces.append($0) }
        for piece in pieces { try await body(Self.placed(piece, at: path)) }
    }

    /// Reads a member without holding it, nor what it states: it is read to its end before anything of it counts.
    private func stream(
        _ place: Place, byteCount: Int, by transformer: any Transformer, _ reader: ArchiveReader,
        _ body: (Contribution) async throws -> Void
    ) async throws {
        let content = ArchiveMemberContent(
            input: place.input, index: place.index, byteCount: byteCount, limits: limits)
        let file = SettledFile(path: place.path, content: content)
        // What is larger than a document can only be read piece by piece.
        let share = await shares.begin(byteCount: byteCount <= limits.documentBytes ? byteCount : 0)
        defer { shares.end(share) }
        do {
            try await transform(file, by: transformer) { _ in }
        } catch let fault as MemberFault {
            // The archive asks for too much as a whole.
            if case .limitExceeded(.expansionRatio, _) = fault.cause { throw fault.cause }
            throw fault
        }
        try reader.count(unpackedElsewhere: byteCount)
        try await transformer.transform(file) { try await body(Self.placed($0, at: place.path)) }
    }

    /// - Throws: ``MemberFault`` for what is wrong with the member.
    private func transform(
        _ file: SettledFile, by transformer: any Transformer, emit: (Contribution) async throws -> Void
    ) async throws {
        do {
            try await transformer.transform(file, emit: emit)
        } catch let error as TransformError {
            throw MemberFault(cause: error.cause, position: error.position)
        } catch let cause as TransformError.Cause {
            throw MemberFault(cause: cause)
        }
    }

    /// A member's piece as one of the archive's.
    private static func placed(_ piece: Contribution, at path: RelativePath) -> Contribution {
        var piece = piece
        piece.member = piece.member.isRoot ? path : path.appending(piece.member.bytes)
        return piece
    }

    /// - Returns: Whether the member has ended.
    private func fill(_ bytes: inout [UInt8], upTo count: Int, from reader: ArchiveReader) throws -> Bool {
        do {
            if try reader.read(into: &bytes, upTo: count) { return true }
            // Exactly `count` bytes may be all there is.
            var rest: [UInt8] = []
            let isEnd = try reader.read(into: &rest, upTo: 1)
            bytes += rest
            return isEnd
        } catch TransformError.Cause.limitExceeded(let limit, let bound) {
            throw TransformError.Cause.limitExceeded(limit, limit: bound)
        } catch let cause as TransformError.Cause {
            throw MemberFault(cause: cause, endsReading: true)
        }
    }
}
