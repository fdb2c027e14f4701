package import ETLModel

/// Reads `result.json` of Telegram Desktop, of one chat or of a whole account.
///
/// The file is read as a stream: one message, one page and the chunk in hand are in memory, whatever
/// its size.
package struct TelegramResultJSONTransformer: Transformer {
    package let source = Source.telegram
    package let identity: String
    private let zone: TelegramZone
    private let limits: InputLimits
    private let chunkByteCount: Int

    /// - Parameter zone: Where exports were made that state no `date_unixtime` (before version 3.7.6).
    package init(
        zone: TelegramZone = .utc, limits: InputLimits = InputLimits(), chunkByteCount: Int = 256 << 10
    ) {
        self.zone = zone
        self.limits = limits
        self.chunkByteCount = chunkByteCount
        identity = "telegram-json/6 zone=\(zone.identifier)"
    }

    package func claims(_ probe: FileProbe) -> Bool {
        guard let first = probe.head.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == 0xEF
        else { return false }
        var scanner = TelegramResultScanner(limits: limits)
        var sink = TelegramResultProbe()
        // What comes before a fault tells enough.
        probe.head.withUnsafeBufferPointer { try? scanner.consume($0, into: &sink) }
        return sink.isTelegram
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        guard file.content.byteCount <= limits.streamedFileBytes else {
            throw TransformError.Cause.limitExceeded(.streamedFileBytes, limit: limits.streamedFileBytes)
        }
        var pages = TelegramResultPages(zone: zone, limits: limits)
        var emitted = 0
        do {
            try await read(file, into: &pages, skipping: 0, emitted: &emitted, emit: emit)
        } catch  where pages.lacksHead {
            let heads = try await heads(of: file)
            pages = TelegramResultPages(zone: zone, limits: limits, heads: heads)
            var again = 0
            try await read(file, into: &pages, skipping: emitted, emitted: &again, emit: emit)
        }
    }

    /// - Parameter skipping: How many contributions are out already.
    private func read(
        _ file: SettledFile, into pages: inout TelegramResultPages, skipping: Int, emitted: inout Int,
        emit: (Contribution) async throws -> Void
    ) async throws {
        var scanner = TelegramResultScanner(limits: limits)
        try await file.content.readChunks(ofBytes: chunkByteCount) { chunk in
            try scan(chunk, of: file, with: &scanner, into: &pages)
            // The last page waits for the end, where warnings may still need a place.
            while pages.ready.count > 1 {
                var page = pages.ready.removeFirst()
                page.warnings += scanner.takeWarnings()
                emitted += 1
                if emitted > skipping { try await emit(page) }
            }
        }
        guard scanner.isDone else {
            throw TransformError(file: file.path, position: scanner.position, cause: .truncated)
        }
        for var page in pages.ready {
            page.warnings += scanner.takeWarnings()
            emitted += 1
            if emitted > skipping { try await emit(page) }
        }
    }

    private func scan(
        _ chunk: borrowing [UInt8], of file: SettledFile, with scanner: inout TelegramResultScanner,
        into sink: inout some TelegramResultSink
    ) throws(TransformError) {
        do throws(TransformError.Cause) {
            try chunk.withUnsafeBufferPointer { bytes throws(TransformError.Cause) in
                try scanner.consume(bytes, into: &sink)
            }
        } catch {
            throw TransformError(file: file.path, position: scanner.position, cause: error)
        }
    }

    private func heads(of file: SettledFile) async throws -> [TelegramResultHead] {
        var scanner = TelegramResultScanner(limits: limits)
        var sink = TelegramResultHeads()
        try await file.content.readChunks(ofBytes: chunkByteCount) { chunk in
            try scan(chunk, of: file, with: &scanner, into: &sink)
        }
        return sink.heads
    }
}
