@testable import ETLModel
@testable import ETLSettings
@testable import ETLTelegram

extension FuzzTarget {
    static let telegramTargets = [telegramHTML, telegramScanner, telegramLanes, telegramResult]

    /// The HTML parser and all behind it. `</html>` is added, or most inputs would only be truncated.
    private static let telegramHTML = FuzzTarget("telegram-html") { input in
        let read = ReadFile(
            transformer: ParsedPage(), assembler: TelegramAssembler(),
            path: RelativePath("ChatExport_2024-07-15/messages.html"))
        try await read(input + Array("</html>".utf8))
    }

    /// The fast lane and all behind it.
    private static let telegramScanner = FuzzTarget("telegram-scanner") { input in
        let read = ReadFile(
            transformer: TelegramHTMLTransformer(), assembler: TelegramAssembler(),
            path: RelativePath("ChatExport_2024-07-15/messages.html"))
        if TelegramHTMLTransformer().scanned(input) != nil { try await read(input) }
    }

    /// What the fast lane accepts means the same to the slow one.
    private static let telegramLanes = FuzzTarget("telegram-lanes") { input in
        let transformer = TelegramHTMLTransformer()
        guard let scanned = transformer.scanned(input) else { return }
        require(scanned == (try? transformer.parsed(input)), "the lanes differ")
    }

    /// The same comes out wherever the chunks of the stream end.
    private static let telegramResult = FuzzTarget("telegram-result") { input in
        func read(_ chunkByteCount: Int) -> ReadFile {
            ReadFile(
                transformer: TelegramResultJSONTransformer(chunkByteCount: chunkByteCount),
                assembler: TelegramAssembler(),
                path: RelativePath("ChatExport_2024-07-15/result.json"))
        }
        let file = SettledFile(path: read(1).path, bytes: input)
        // Warnings are the file's: with which page one comes is a matter of the chunks.
        func told(_ read: ReadFile) async -> ([Contribution], [TransformWarning])? {
            guard let contributions = try? await read.contributions(of: file) else { return nil }
            let pages = contributions.map { page in
                var page = page
                page.warnings = []
                return page
            }
            return (pages, contributions.flatMap(\.warnings))
        }
        let small = await told(read(1 + input.count % 61))
        let whole = await told(read(256 << 10))
        require(small?.0 == whole?.0 && small?.1 == whole?.1, "the chunks change what is read")
        try await read(256 << 10)(input)
    }
}

/// Reads pages with the HTML parser alone.
private struct ParsedPage: Transformer {
    private let base = TelegramHTMLTransformer()
    var source: Source { base.source }
    var identity: String { base.identity }

    func claims(_ probe: FileProbe) -> Bool { base.claims(probe) }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        for page in try base.parsed(file.content.readAll(limit: .max)) { try await emit(page) }
    }
}
