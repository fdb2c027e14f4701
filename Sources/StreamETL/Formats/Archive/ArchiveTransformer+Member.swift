package import ETLModel

extension ArchiveTransformer {
    /// Hands on the contributions of a member, all of them or none.
    ///
    /// - Returns: Whether a transformer claims it.
    package func forEachPiece(
        of place: Place, from reader: ArchiveReader, _ body: (Contribution) async throws -> Void
    ) async throws -> Bool {
        let (member, path) = (place.member, place.path)
        var bytes: [UInt8] = []
        let isComplete = try fill(&bytes, upTo: FileProbe.headByteCount, from: reader)
        let probe = FileProbe(
            path: path, head: Array(bytes.prefix(FileProbe.headByteCount)),
            byteCount: isComplete ? bytes.count : member.byteCount ?? bytes.count)
        let transformer = members.reader(claiming: probe, isAttachment: place.isAttachment)
        if transformer == nil, !mayBeArchive(probe, of: place) { return false }
        if let transformer, !isComplete, let byteCount = member.byteCount, byteCount > streamedAboveByteCount
        {
            try await stream(place, byteCount: byteCount, by: transformer, reader, body)
            return true
        }
        // A member without a stated size may be of any size.
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
        let file = SettledFile(path: path, bytes: bytes)
        guard let transformer else { return try await readInner(file, probe, body) }
        var pieces: [Contribution] = []
        try await transform(file, by: transformer) { pieces.append($0) }
        for piece in pieces { try await body(placed(piece, at: path, by: transformer)) }
        return true
    }

    private func mayBeArchive(_ probe: FileProbe, of place: Place) -> Bool {
        !members.inner.isEmpty && !place.isAttachment && ArchiveHead.isArchive(probe.head)
    }

    /// Reads a member that is an archive. Its own members are read twice, so that none counts before all of
    /// them are read.
    private func readInner(
        _ file: SettledFile, _ probe: FileProbe, _ body: (Contribution) async throws -> Void
    ) async throws -> Bool {
        let whole = FileProbe(
            path: file.path, head: probe.head, byteCount: file.content.byteCount, content: file.content,
            source: members.dropSource)
        guard let transformer = members.innerReader(claiming: whole) else { return false }
        try await transform(file, by: transformer) { _ in }
        try await transformer.transform(file) { try await body(placed($0, at: file.path, by: transformer)) }
        return true
    }

    /// Reads a member without holding it or its contributions. It is read to its end before anything of it counts.
    private func stream(
        _ place: Place, byteCount: Int, by transformer: any Transformer, _ reader: ArchiveReader,
        _ body: (Contribution) async throws -> Void
    ) async throws {
        let content = ArchiveMemberContent(
            input: place.input, index: place.index, byteCount: byteCount, limits: limits)
        let file = SettledFile(path: place.path, content: content)
        // A file larger than a document can only be read piece by piece.
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
        try await transformer.transform(file) {
            try await body(placed($0, at: place.path, by: transformer))
        }
    }

    /// - Throws: ``MemberFault`` if the member is damaged.
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
    private func placed(
        _ piece: Contribution, at path: RelativePath, by transformer: any Transformer
    ) -> Contribution {
        var piece = piece
        piece.member = piece.member.isRoot ? path : path.appending(piece.member.bytes)
        for index in piece.warnings.indices where piece.warnings[index].member == nil {
            piece.warnings[index].member = piece.member.escaped
        }
        let owner = piece.source ?? transformer.source
        piece.source = owner == source ? nil : owner
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
