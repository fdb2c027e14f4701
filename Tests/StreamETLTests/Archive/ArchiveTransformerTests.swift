import Synchronization
import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `An archive` {
    private typealias Member = ZipFixture.Member

    @Test func `is read member by member in place`() async throws {
        let zip = ZipFixture.zip([("a/one.txt", "1"), ("picture.png", "x"), ("two.txt", "22")])
        let pieces = try await read(zip)
        #expect(pieces.map(\.member) == [RelativePath("a/one.txt"), RelativePath("two.txt")])
        #expect(pieces.map(\.payload) == [Array("1".utf8), Array("22".utf8)])
        #expect(pieces.allSatisfy { $0.warnings.isEmpty })
    }

    @Test func `is read through a file's offsets as from memory`() async throws {
        let zip = ZipFixture.zip([("a.txt", "1"), ("b.txt", String(repeating: "x", count: 100_000))])
        let file = SettledFile(path: RelativePath("x.zip"), content: Positioned(bytes: zip))
        #expect(try await read(file) == read(zip))
    }

    @Test(arguments: [false, true])
    func `may be a tar`(isGzipped: Bool) async throws {
        let tar = ZipFixture.tar([("a/one.txt", "1"), ("two.txt", "22")])
        let bytes = isGzipped ? ZipFixture.gzip(tar) : tar
        let pieces = try await read(bytes)
        #expect(pieces.map(\.member) == [RelativePath("a/one.txt"), RelativePath("two.txt")])
        #expect(claims(bytes) { $0 == RelativePath("a/one.txt") })
        #expect(!claims(bytes) { $0 == RelativePath("three.txt") })
        // Its head, without the end, must do to tell what it is.
        let large = ZipFixture.tar([("a/one.txt", String(repeating: "1", count: 40_000))])
        #expect(claims(Array(large.prefix(FileProbe.headByteCount))) { $0 == RelativePath("a/one.txt") })
    }

    /// Of PowerShell 5.1 and of other tools of Windows.
    @Test(arguments: [
        ["export\\a.txt", "export\\deep\\b.txt"], ["export/a.txt", "export/deep\\b.txt"],
        ["export\\", "export\\a.txt", "export\\deep\\", "export/deep/b.txt"],
        ["export\\a.txt", "export/a.txt", "export/deep/b.txt"],
    ])
    func `may have back slashes between its folders`(names: [String]) async throws {
        let pieces = try await read(ZipFixture.zip(names.map { ($0, $0.hasSuffix("\\") ? "" : "x") }))
        #expect(pieces.map(\.member) == [RelativePath("export/a.txt"), RelativePath("export/deep/b.txt")])
        let zip = ZipFixture.zip([
            ("Acme export\\users.json", "[]"), ("Acme export\\c\\2024-05-01.json", "[]"),
        ])
        #expect(claims(zip, ArchiveRecognition.slack))
    }

    @Test func `lists the members that nobody reads`() async throws {
        let names = ["a.txt", "b.png", "x/c.md", ".hidden", "__MACOSX/d.md", "x/"]
        var pieces: [Contribution] = []
        try await ArchiveTransformer(
            source: .slack, members: [ArchiveTextTransformer()], limits: InputLimits()
        )
        .transform(SettledFile(path: RelativePath("x.zip"), bytes: ZipFixture.zip(names.map { ($0, "1") }))) {
            pieces.append($0)
        }
        let last = try #require(pieces.last)
        #expect(last.kind == UnreadMembers.kind)
        let unread = try UnreadMembers(decoding: last.payload)
        #expect(unread.count == 2)
        #expect(unread.names == [RelativePath("b.png"), RelativePath("x/c.md")])
    }

    @Test func `lists the first of very many members, and counts all`() throws {
        var unread = UnreadMembers()
        for number in 0..<5_000 { unread.add(RelativePath("photos/\(number).jpg")) }
        var outer = UnreadMembers()
        outer.add(unread, below: RelativePath("inner.zip"))
        let stored = try UnreadMembers(decoding: try #require(outer.contribution).payload)
        #expect(stored.count == 5_000)
        #expect(stored.names.count == 1_000)
        #expect(stored.names.first == RelativePath("inner.zip/photos/0.jpg"))
        #expect(UnreadMembers().contribution == nil)
    }

    @Test func `keeps UTF-8 names without a flag and reads others as code page 437`() async throws {
        let names: [([UInt8], UInt16)] = [
            (Array("Köln.txt".utf8), 0), (Array("Zürich.txt".utf8), 0x800),
            ([0x4B, 0x94, 0x6C, 0x6E] + ".txt".utf8, 0),
        ]
        let pieces = try await read(
            ZipFixture.zip(
                names.enumerated().map { Member(name: $1.0, content: [UInt8($0)], flags: $1.1) }))
        #expect(pieces.map(\.member) == [RelativePath("Zürich.txt"), RelativePath("Köln.txt")])
        // The third is the first again in code page 437: the last one counts.
        #expect(pieces.map(\.payload) == [[1], [2]])
    }

    @Test func `that holds a name twice gives the last one`() async throws {
        let pieces = try await read(ZipFixture.zip([("a.txt", "old"), ("b.txt", "b"), ("a.txt", "new")]))
        #expect(pieces.map(\.payload) == [Array("b".utf8), Array("new".utf8)])
    }

    /// Guarantee: no-input-exhausts-the-process/archives
    @Test(
        arguments: [
            "\(String(repeating: "x/", count: 2_500))a.txt", "../a.txt", "/etc/a.txt", "x/../../a.txt",
            "C:\\a.txt", "..\\a.txt", "\\a.txt",
        ] as [LongText])
    func `does not let a member lead out of it`(name: LongText) async throws {
        let pieces = try await read(ZipFixture.zip([(name.text, "1"), ("b.txt", "2")]))
        #expect(pieces.map(\.member) == [RelativePath("b.txt")])
        #expect(pieces.first?.warnings == [TransformWarning(.unsafeMember, isLoss: true)])
        await #expect(throws: TransformError.Cause.unsafeMember) {
            try await read(ZipFixture.zip([(name.text, "1")]))
        }
    }

    @Test func `leaves out folders, links and what desktops add`() async throws {
        let zip = ZipFixture.zip([
            Member(name: Array("a.txt".utf8), mode: 0o120777),
            Member(name: Array("f.txt/".utf8), mode: 0o040755),
            Member(name: Array("__MACOSX/a.txt".utf8)), Member(name: Array("x/.DS_Store".utf8)),
            Member(name: Array("x/._b.txt".utf8)), Member(name: Array("c.txt".utf8)),
        ])
        let pieces = try await read(zip)
        #expect(pieces.map(\.member) == [RelativePath("c.txt")])
        #expect(pieces.first?.warnings.isEmpty == true)
    }

    private func lost(
        _ member: String, _ cause: TransformError.Cause, at position: TextPosition? = nil
    ) -> TransformWarning {
        var warning = TransformWarning(cause, at: position, isLoss: true)
        warning.member = member
        return warning
    }

    @Test func `says that an encrypted member cannot be read`() async throws {
        let secret = Member(name: Array("a.txt".utf8), content: Array(repeating: 7, count: 40), flags: 1)
        let plain = Member(name: Array("b.txt".utf8), content: [1])
        #expect(
            try await read(ZipFixture.zip([secret, plain])).first?.warnings == [
                lost("a.txt", .unsafeMember)
            ])
        await #expect(throws: TransformError.Cause.unsafeMember) { try await read(ZipFixture.zip([secret])) }
    }

    @Test func `loses only the member that is damaged`() async throws {
        let damaged = Member(
            name: Array("a.txt".utf8), content: Array(repeating: 1, count: 300),
            packed: Array(repeating: 0xFF, count: 20), method: 8)
        let wrongSum = Member(name: Array("b.txt".utf8), content: [1, 2], damagesChecksum: true)
        let good = Member(name: Array("c.txt".utf8), content: [3])
        for faulty in [damaged, wrongSum] {
            for members in [[faulty, good], [good, faulty]] {
                let pieces = try await read(ZipFixture.zip(members))
                #expect(pieces.map(\.payload) == [[3]])
                let name = faulty.name == damaged.name ? "a.txt" : "b.txt"
                #expect(pieces.first?.warnings == [lost(name, .malformed("archive.member"))])
            }
            await #expect(throws: TransformError.Cause.malformed("archive.member")) {
                try await read(ZipFixture.zip([faulty]))
            }
        }
    }

    @Test func `takes nothing of a member whose transformer fails`() async throws {
        let pieces = try await read(ZipFixture.zip([("a.txt", "BAD"), ("b.txt", "good")]))
        #expect(pieces.map(\.payload) == [Array("good".utf8)])
        #expect(
            pieces.first?.warnings == [
                lost("a.txt", .malformed("test.bad"), at: TextPosition(line: 3, column: 1))
            ])
        await #expect(throws: TransformError.Cause.malformed("test.bad")) {
            try await read(ZipFixture.zip([("a.txt", "BAD")]))
        }
    }

    @Test func `that was cut off is truncated`() async throws {
        let zip = ZipFixture.zip([("a.txt", "1"), ("b.txt", "2")])
        for count in [40, zip.count / 2, zip.count - 23, zip.count - 1] {
            await #expect(throws: TransformError.Cause.truncated, "\(count)") {
                try await read(Array(zip.prefix(count)))
            }
        }
        let tar = ZipFixture.gzip(ZipFixture.tar([("a.txt", "1")]))
        await #expect(throws: TransformError.Cause.truncated) { try await read(Array(tar.prefix(300))) }
    }

    /// Guarantee: no-input-exhausts-the-process/archives
    /// Promise: Archives are bounded by ratio, number of members and length of paths, and cannot write
    ///   outside. A damaged member costs only itself.
    /// How: Members are read in place. Each of their paths counts as a path of a file. Damage of all kinds is
    ///   part of the tests.
    /// Seen: `errors` in the JSON name the limit.
    @Test func `may not expand without measure`() async throws {
        let zeros = ZipFixture.deflatedZeros(matches: 6_000)
        let bomb = Member(
            name: Array("a.txt".utf8), content: Array(repeating: 0, count: zeros.count), packed: zeros.packed,
            method: 8)
        let zip = ZipFixture.zip([bomb])
        #expect(try await read(zip).first?.payload.count == zeros.count)
        var limits = InputLimits()
        limits.expansionRatio = 20
        await #expect(throws: TransformError.Cause.limitExceeded(.expansionRatio, limit: 20)) {
            try await read(zip, limits: limits)
        }
    }

    @Test func `keeps to the limits of members and bytes`() async throws {
        let zip = ZipFixture.zip([("a.txt", String(repeating: "a", count: 50_000)), ("b.txt", "b")])
        var limits = InputLimits()
        limits.archiveMembers = 1
        await #expect(throws: TransformError.Cause.limitExceeded(.archiveMembers, limit: 1)) {
            try await read(zip, limits: limits)
        }
        limits = InputLimits()
        limits.fileBytes = 40_000
        let file = SettledFile(path: RelativePath("x.zip"), content: Positioned(bytes: zip))
        let pieces = try await read(file, limits: limits)
        #expect(pieces.map(\.payload) == [Array("b".utf8)])
        #expect(pieces.first?.warnings.map(\.cause) == [.limitExceeded(.fileBytes, limit: 40_000)])
        #expect(pieces.first?.warnings.map(\.isLoss) == [true])
    }

    private static let long = String(repeating: "a", count: 50_000)

    /// Guarantee: no-input-exhausts-the-process/archives
    @Test(arguments: [
        Named("one", [Member(name: Array("a.txt".utf8), content: Array(long.utf8))]),
        Named(
            "a wrong checksum",
            [
                Member(name: Array("a.txt".utf8), content: Array(long.utf8), damagesChecksum: true),
                Member(name: Array("b.txt".utf8), content: [3]),
            ]),
        Named(
            "a short one",
            [
                Member(name: Array("b.txt".utf8), content: [3]),
                Member(
                    name: Array("a.txt".utf8), content: Array(long.utf8), packed: Array(long.utf8.dropLast()),
                    method: 8),
            ]),
        Named(
            "one that is refused, one that is encrypted, one twice",
            [
                Member(name: Array("a.txt".utf8), content: Array(("BAD" + long).utf8)),
                Member(name: Array("b.txt".utf8), content: Array(long.utf8)),
                Member(name: Array("c.txt".utf8), content: Array(long.utf8), flags: 1),
                Member(name: Array("b.txt".utf8), content: Array((long + "last").utf8)),
            ]),
    ])
    private func `is the same where large members are unpacked anew each time they are read`(
        members: Named<[Member]>
    ) async throws {
        let zip = ZipFixture.zip(members.value)
        let tar = ZipFixture.tar([("a.txt", Self.long), ("b.txt", "BAD"), ("c.txt", Self.long + "c")])
        for bytes in [zip, tar, Array(tar.dropLast(1_500))] {
            let file = SettledFile(path: RelativePath("x.zip"), content: Positioned(bytes: bytes))
            let whole = await result { try await read(file) }
            let streamed = await result { try await read(file, streamedAboveByteCount: 20_000) }
            #expect(streamed == whole)
        }
    }

    private func result(
        _ body: () async throws -> [Contribution]
    ) async -> Result<[Contribution], TransformError.Cause> {
        do {
            return .success(try await body())
        } catch {
            let cause = (error as? TransformError)?.cause ?? error as? TransformError.Cause
            return .failure(cause ?? .unstable)
        }
    }

    /// Guarantee: no-input-exhausts-the-process/archives
    @Test func `holds nothing of a large member, nor of what it states, before it can be read to its end`()
        async throws
    {
        let zip = ZipFixture.zip([
            Member(name: Array("a.txt".utf8), content: Array(Self.long.utf8), damagesChecksum: true),
            Member(name: Array("b.txt".utf8), content: Array(Self.long.utf8)),
        ])
        let chunks = ChunkTransformer()
        let transformer = ArchiveTransformer(
            source: .slack, members: [chunks], limits: InputLimits(), streamedAboveByteCount: 20_000)
        var emitted = 0
        var seenAtFirst: Int?
        try await transformer.transform(SettledFile(path: RelativePath("x.zip"), bytes: zip)) { piece in
            emitted += 1
            seenAtFirst = seenAtFirst ?? chunks.count
            #expect(piece.member == RelativePath("b.txt"))
        }
        #expect(emitted == 50)
        // Of the damaged one all, of the other all and then the first of it again: one is held back.
        #expect(seenAtFirst.map { $0 > 98 && $0 < 104 } == true)
    }

    @Test func `is known by the names of its members, wherever they stand`() {
        let picture = String(repeating: "x", count: 20_000)
        let members = [("page.html", picture), ("css/style.css", picture), ("Takeout/Calendar/a.ics", "")]
        let tar = ZipFixture.tar(members)
        for bytes in [ZipFixture.zip(members), tar, ZipFixture.gzip(tar)] {
            #expect(claims(bytes, ArchiveRecognition.calendar))
            #expect(!claims(bytes, ArchiveRecognition.slack))
        }
        let many = (0..<9_000).map { ("\($0)/" + String(repeating: "n", count: 60) + ".png", "") }
        #expect(claims(ZipFixture.zip(many + [("users.json", "")]), ArchiveRecognition.slack))
        #expect(!claims(ZipFixture.zip(many), ArchiveRecognition.slack))
    }

    @Test func `is known by names alone, without a look at its members`() throws {
        let members = (0..<40).map { ("\($0).png", String(repeating: "x", count: 50_000)) }
        let zip = ZipFixture.zip(members + [("users.json", "")])
        let content = Positioned(bytes: zip)
        let probe = FileProbe(
            path: RelativePath("x.zip"), head: Array(zip.prefix(FileProbe.headByteCount)),
            byteCount: zip.count, content: content, source: nil)
        #expect(ArchiveRecognition.standard.source(of: probe, limits: InputLimits()) == .slack)
        #expect(content.readByteCount < 100_000)
    }

    @Test(arguments: [
        (["ChatExport_2024-05-01/files/users.json", "ChatExport_2024-05-01/messages.html"], Source.telegram),
        (["files/2024-05-02.json", "files/export.csv", "messages.html"], .telegram),
        (["Takeout/Drive/users.json", "Takeout/Calendar/a.ics"], .calendar),
        (["company_mapping.csv", "DataExport_2024-05-01/result.json"], .telegram),
        (["a/b/deals.csv"], .hubspot), (["general/2024-05-02.json", "deals.csv"], .slack), (["a.txt"], nil),
    ])
    func `is whose names lie least deep`(names: [String], source: Source?) {
        for names in [names, names.reversed()] {
            let zip = ZipFixture.zip(names.map { ($0, "") })
            let probe = FileProbe(
                path: RelativePath("x.zip"), head: zip, byteCount: zip.count, content: MemoryContent(zip),
                source: nil)
            #expect(ArchiveRecognition.standard.source(of: probe, limits: InputLimits()) == source)
            let ofTables = FileProbe(
                path: probe.path, head: zip, byteCount: zip.count, content: probe.content, source: .hubspot)
            let hasTables = names.contains { $0.hasSuffix(".csv") }
            #expect(
                ArchiveRecognition.standard.source(of: ofTables, limits: InputLimits())
                    == (hasTables ? .hubspot : nil))
        }
    }

    @Test func `whose end is missing is known by the names in its first bytes`() {
        let slack = Array(ZipFixture.zip([("general/2024-01-02.json", "[]"), ("x.txt", "1")]).dropLast())
        #expect(claims(slack, ArchiveRecognition.slack))
        #expect(!claims(slack, ArchiveRecognition.telegram))
        #expect(
            claims(ZipFixture.zip([("ChatExport_2024-01-01/css/style.css", "")]), ArchiveRecognition.telegram)
        )
        #expect(claims(ZipFixture.zip([("Takeout/Calendar/a.ics", "")]), ArchiveRecognition.calendar))
        #expect(claims(ZipFixture.zip([("hubspot-crm-exports-all.csv", "")]), ArchiveRecognition.hubspot))
        #expect(!claims(Array("users.json".utf8), ArchiveRecognition.slack))
    }

    /// Guarantee: no-input-exhausts-the-process/archives
    @Test func `survives every prefix and thousands of changed bytes`() async throws {
        let zeros = ZipFixture.deflatedZeros(matches: 3)
        let zip = ZipFixture.zip([
            Member(name: Array("a.txt".utf8), content: Array("hello".utf8)),
            Member(
                name: Array("b.txt".utf8), content: Array(repeating: 0, count: zeros.count),
                packed: zeros.packed, method: 8), Member(name: Array("ü.txt".utf8), flags: 0x800),
        ])
        let tar = ZipFixture.gzip(ZipFixture.tar([("a.txt", "1")]))
        for whole in [zip, tar] {
            for count in stride(from: 0, through: whole.count, by: 3) {
                await attempt(Array(whole.prefix(count)))
            }
            var state: UInt64 = 42
            for _ in 0..<1_500 {
                var changed = whole
                for _ in 0..<3 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    changed[Int(state >> 33) % changed.count] = UInt8(truncatingIfNeeded: state >> 24)
                }
                await attempt(changed)
            }
        }
    }

    private func attempt(_ bytes: [UInt8]) async {
        do {
            _ = try await read(bytes)
        } catch {
            #expect(error is TransformError || error is TransformError.Cause)
        }
        _ = claims(bytes) { _ in true }
    }

    private func claims(_ bytes: [UInt8], _ recognises: @escaping @Sendable (RelativePath) -> Bool) -> Bool {
        ArchiveTransformer(
            source: .slack, members: [], limits: InputLimits(),
            recognition: ArchiveRecognition([(.slack, recognises)])
        ).claims(
            FileProbe(
                path: RelativePath("x"), head: Array(bytes.prefix(FileProbe.headByteCount)),
                byteCount: bytes.count, content: MemoryContent(bytes), source: nil))
    }

    private func read(_ bytes: [UInt8], limits: InputLimits = InputLimits()) async throws -> [Contribution] {
        try await read(SettledFile(path: RelativePath("x.zip"), bytes: bytes), limits: limits)
    }

    private func read(
        _ file: SettledFile, limits: InputLimits = InputLimits(), streamedAboveByteCount: Int = .max
    ) async throws -> [Contribution] {
        let transformer = ArchiveTransformer(
            source: .slack, members: [ArchiveTextTransformer()], limits: limits,
            streamedAboveByteCount: streamedAboveByteCount)
        #expect(transformer.identity == "archive/3(text/1)")
        var pieces: [Contribution] = []
        try await transformer.transform(file) { if $0.kind != UnreadMembers.kind { pieces.append($0) } }
        return pieces
    }

    private struct Positioned: PositionedContent {
        let bytes: [UInt8]
        private let read = Counter()
        var byteCount: Int { bytes.count }
        var readByteCount: Int { read.value.load(ordering: .relaxed) }

        init(bytes: [UInt8]) { self.bytes = bytes }

        private final class Counter: Sendable {
            let value = Atomic(0)
        }

        func readAll(limit: Int) throws -> [UInt8] { throw TransformError.Cause.unstable }

        func readChunks(
            ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
        ) async throws { throw TransformError.Cause.unstable }

        func read(at start: Int, atMost count: Int) throws -> [UInt8] {
            let piece = Array(bytes.dropFirst(start).prefix(count))
            read.value.add(piece.count, ordering: .relaxed)
            return piece
        }
    }
}
