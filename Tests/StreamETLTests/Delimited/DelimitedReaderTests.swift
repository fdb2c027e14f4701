import Testing

@testable import StreamETL

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

    @Test func `that ends inside a quote is truncated there`() throws {
        var reader = try DelimitedReader(bytes: Array("a,b\n1,2\n3,\"4\n5".utf8), limits: InputLimits())
        _ = try reader.next()
        #expect(
            throws: TransformError(
                file: .root, position: TextPosition(line: 3, column: 3), cause: .truncated)
        ) { try reader.next() }
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
