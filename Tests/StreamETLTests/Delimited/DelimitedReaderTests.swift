import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering

@Suite struct `A delimited file` {
    private func rows(_ bytes: [UInt8], limits: InputLimits = InputLimits()) throws -> [[String]] {
        var reader = try DelimitedReader(bytes: bytes, limits: limits)
        var rows = reader.header.isEmpty ? [] : [reader.header]
        while let row = try reader.next() { rows.append(row.cells) }
        return rows
    }

    private func rows(_ text: String) throws -> [[String]] { try rows(Array(text.utf8)) }

    @Test(arguments: [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "a;b\n1;2\n", "a\tb\n1\t2\n",
        "\n\r\na,b\n\n1,2\n\n", "\"a\",\"b\"\n\"1\",\"2\"\n", "sep=;\na;b\n1;2\n", "sep=|\r\na|b\r\n1|2",
    ])
    func `reads the same rows however lines end and cells are separated`(text: String) throws {
        #expect(try rows(text) == [["a", "b"], ["1", "2"]])
    }

    @Test(arguments: [
        ("x\n\"a\nb\"\n", "a\nb"), ("x\r\n\"a\r\nb\"\r\n", "a\r\nb"), ("x\n\"a\"\"b\"\n", "a\"b"),
        ("x\n\"a,b;c\"\n", "a,b;c"), ("x\na\"b\"\n", "a\"b\""), ("x\n\"a\"b\n", "ab"), ("x\na\0b\n", "a\0b"),
        ("x\n\"\"\n", ""), ("x\n é漢\n", " é漢"),
    ])
    func `keeps what a cell holds`(text: String, cell: String) throws {
        #expect(try rows(text) == [["x"], [cell]])
    }

    private static let texts = [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\n\r\n\r\ra;b\n\n1;2\n\n\r\n", "sep=;\r\na;b\r\n1;2",
        "\r\nsep=|\ra|b\r1|2\r", "x\n\"a\r\nb\"\"c\"d,\"\"\r\n", "x,y\n\"open, \r\n", "Größe,名\n€,\"é\"\n",
        "a\tb\n1\t\"2\n\"\"\"\t3", "", "\r", "\n\n", "sep=;", "sep=", "a", "a,,\n,,\n",
        "a,b,c,d,e,f,g,h,i\n", "a,b\n1,2,3,4,5,6,7,8,9,10\n", "a,b\n\"0123456789012345678901234\",2\n",
        "a,b\n\"0123456789012345678901234,2\n", "0123456789,0123456789,0123456789\n",
        "0123456789\"0123456789;0123456789",
    ]

    /// What rows and errors say, however much of the text is there at a time.
    private func outcome(_ text: String, pieces byteCount: Int) -> String {
        var limits = InputLimits()
        limits.fields = 8
        limits.lineBytes = 24
        var reader = DelimitedReader(limits: limits)
        var rows: [DelimitedRow] = []
        var rest = Array(text.utf8)[...]
        do {
            while !rest.isEmpty {
                reader.append(rest.prefix(byteCount))
                rest = rest.dropFirst(byteCount)
                while let row = try reader.next() { rows.append(row) }
            }
            reader.finish()
            while let row = try reader.next() { rows.append(row) }
        } catch {
            return "\(rows) \(error)"
        }
        return "\(reader.header) \(reader.headerLine) \(reader.delimiter) \(rows)"
    }

    @Test(arguments: texts)
    func `says the same wherever it is cut into pieces`(text: String) {
        let whole = outcome(text, pieces: .max)
        for byteCount in 1...max(1, text.utf8.count) {
            #expect(outcome(text, pieces: byteCount) == whole)
        }
    }

    @Test(arguments: ["", "abc", "Größe 名 𝄞", "\u{FEFF}a"])
    func `is known as UTF-8 wherever it is cut into pieces`(text: String) async throws {
        let bytes = Array(text.utf8)
        for damaged in [bytes, bytes.dropLast(), bytes + [0xE9]] {
            let isValid = String(validating: damaged, as: UTF8.self) != nil
            let start = isValid ? (damaged.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) : nil
            for byteCount in 1...5 {
                let content = PiecewiseContent(bytes: Array(damaged), byteCountAtATime: byteCount)
                #expect(try await DelimitedText.utf8Start(of: content) == start)
            }
        }
    }

    @Test func `guesses the delimiter from the header alone`() throws {
        #expect(try rows("a,b\n1;2;3,4;5;6\n") == [["a", "b"], ["1;2;3", "4;5;6"]])
        #expect(try rows("\"a,b,c\";d\n1;2\n") == [["a,b,c", "d"], ["1", "2"]])
        #expect(try rows("a\n1;2\n") == [["a"], ["1;2"]])
    }

    @Test func `is read in the encodings that exports come in`() throws {
        let expected = [["Größe", "名"], ["€", "é"]]
        let text = "Größe,名\n€,é\n"
        #expect(try rows(text) == expected)
        #expect(try rows([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try rows(little) == expected)
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(try rows(big) == expected)
        #expect(try rows(Array("Gr".utf8) + [0xF6, 0xDF, 0x2C, 0x80, 0x0A]) == [["Größ", "€"]])
    }

    @Test func `in no known encoding is undecodable`() {
        for bytes: [UInt8] in [[0x61, 0xFF, 0x81], [0xFF, 0xFE, 0x00, 0xD8]] {
            #expect(throws: TransformError(file: .root, cause: .undecodable)) { try rows(bytes) }
        }
        #expect(throws: TransformError(file: .root, cause: .truncated)) { try rows([0xFF, 0xFE, 0x61]) }
    }

    @Test func `names the line that a row starts at`() throws {
        var reader = try DelimitedReader(
            bytes: Array("\r\na,b\r\n\"1\r\n1\",2\r\n\r\n3,4".utf8), limits: InputLimits())
        #expect(reader.headerLine == 2)
        #expect(try reader.next() == DelimitedRow(line: 3, cells: ["1\r\n1", "2"], isTerminated: true))
        #expect(try reader.next() == DelimitedRow(line: 6, cells: ["3", "4"], isTerminated: false))
        #expect(try reader.next() == nil)
    }

    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    @Test func `that ends inside a quote is truncated there`() throws {
        var reader = try DelimitedReader(bytes: Array("a,b\n1,2\n3,\"4\n5".utf8), limits: InputLimits())
        _ = try reader.next()
        #expect(
            throws: TransformError(
                file: .root, position: TextPosition(line: 3, column: 3), cause: .truncated)
        ) { try reader.next() }
    }

    /// It would take hours if each piece had all before it read again.
    ///
    /// Guarantee: no-input-exhausts-the-process/streams
    @Test func `with a long cell that comes in very many pieces is read once or twice`() throws {
        var reader = DelimitedReader(limits: InputLimits())
        reader.append(Array("a\n\"".utf8))
        let piece = Array(String(repeating: "x\"\"\n", count: 16).utf8)
        for _ in 0..<30_000 {
            reader.append(piece)
            while let row = try reader.next() { #expect(row.cells == ["a"]) }
        }
        reader.append(Array("\"\n".utf8))
        reader.finish()
        #expect(try reader.next()?.cells.first?.utf8.count == 30_000 * 16 * 3)
    }

    @Test func `keeps to the limits`() {
        var limits = InputLimits()
        limits.fields = 3
        limits.lineBytes = 100
        limits.fileBytes = 200
        for (text, cause) in [
            ("a\n1,2,3,4\n", TransformError.Cause.limitExceeded(.fields, limit: 3)),
            ("a\n\"\(String(repeating: "x", count: 101))\"\n", .limitExceeded(.lineBytes, limit: 100)),
            (String(repeating: "x", count: 201), .limitExceeded(.fileBytes, limit: 200)),
        ] {
            #expect {
                try rows(Array(text.utf8), limits: limits)
            } throws: {
                ($0 as? TransformError)?.cause == cause
            }
        }
    }

    @Test(arguments: 0..<8)
    func `of any bytes gives rows or a typed error`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let alphabet: [UInt8] =
            Array("a,;\t\"\"\r\n \0sep=".utf8) + [0xC3, 0xA9, 0xFF, 0xEF, 0xBB, 0xBF, 0x81]
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<40 {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                bytes.append(alphabet[Int(state % UInt64(alphabet.count))])
            }
            do {
                _ = try rows(bytes)
            } catch {
                #expect(error is TransformError)
            }
        }
    }
}

/// Gives its bytes in smaller pieces than are asked for.
private struct PiecewiseContent: FileContent {
    let bytes: [UInt8]
    let byteCountAtATime: Int

    var byteCount: Int { bytes.count }

    func readAll(limit: Int) throws -> [UInt8] { bytes }

    func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        for start in stride(from: 0, to: bytes.count, by: byteCountAtATime) {
            try await body(Array(bytes[start..<min(start + byteCountAtATime, bytes.count)]))
        }
    }
}
