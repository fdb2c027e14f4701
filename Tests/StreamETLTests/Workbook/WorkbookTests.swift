import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering

@Suite
struct `A workbook` {
    @Test(arguments: [
        (#"t="b"><v>1</v>"#, "true"), (#"t="e"><v>#N/A</v>"#, "#N/A"),
        (#"t="str"><f>A1&amp;B1</f><v>sum</v>"#, "sum"),
        (#"t="d"><v>2024-06-28T17:30:00</v>"#, "2024-06-28T17:30:00"),
        (
            #"t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t> b</t></r><rPh><t>no</t></rPh></is>"#,
            "a b"
        ),
        (#"t="inlineStr"><is><t>x_x000D_&#10;y_x005F_z_</t></is>"#, "x\r\ny_z_"),
        (#"><v>9.001E3</v>"#, "9001"), (#"><v>1.5E-3</v>"#, "0.0015"), (#"><v>12500.50</v>"#, "12500.50"),
        (#"s="1"><v>45471</v>"#, "2024-06-28"), (#"s="1"><v>45471.729167</v>"#, "2024-06-28"),
        (#"s="2"><v>45471.729166666664</v>"#, "2024-06-28 17:30"),
        (#"s="2"><v>45471</v>"#, "2024-06-28 00:00"),
        (#"s="2"><v>45471.72922</v>"#, "2024-06-28 17:30:05"), (#"s="1"><v>1</v>"#, "1900-01-01"),
        (#"s="1"><v>61</v>"#, "1900-03-01"), (#"s="1"><v>-5</v>"#, "-5"),
        (#"s="1"><v>9999999999</v>"#, "9999999999"),
        (#"s="99"><v>5</v>"#, "5"), (#"t="s"><v/>"#, ""),
    ])
    func `has cells of every type`(xml: String, text: String) async throws {
        let rows = try await rows(WorkbookFixture([[.inline("first"), .raw(xml)]]).bytes)
        #expect(rows == [text.isEmpty ? ["first", ""] : ["first", text]])
    }

    @Test(arguments: [
        ("yyyy-mm-dd", WorkbookFormats.Meaning.day), ("d/m/yy h:mm AM/PM", .moment), ("[$-409]mmm d", .day),
        (#"0 "days""#, .number), ("[Red]#,##0.00", .number), (#"0\d"#, .number), ("[h]:mm:ss", .number),
        ("General", .number), ("mm:ss", .number),
    ])
    func `tells dates by the code of their format`(code: String, meaning: WorkbookFormats.Meaning) {
        #expect(WorkbookFormats.meaning(ofCode: code) == meaning)
    }

    @Test func `counts days from 1904 where it says so`() async throws {
        var fixture = WorkbookFixture([[.day("44009")]])
        fixture.others["xl/workbook.xml"] = "<workbook><workbookPr date1904=\"1\"/></workbook>"
        #expect(try await rows(fixture.bytes) == [["2024-06-28"]])
    }

    @Test func `keeps empty cells in their place and leaves empty rows out`() async throws {
        let fixture = WorkbookFixture([
            [.shared("a"), .none, .shared("c & <d>")], [.none], [.none, .shared("a")],
        ])
        #expect(try await rows(fixture.bytes) == [["a", "", "c & <d>"], ["", "a"]])
    }

    @Test func `is the same whatever the order of its parts`() async throws {
        var fixture = WorkbookFixture([[.shared("a"), .moment("45471.5")]])
        let first = try await rows(fixture.bytes)
        fixture.sheetFirst = true
        #expect(try await rows(fixture.bytes) == first)
    }

    @Test func `is known by its parts and not by its name`() throws {
        var fixture = WorkbookFixture([[.shared("a")]])
        #expect(Workbook.isOne(fixture.bytes))
        fixture.sheetFirst = true
        #expect(Workbook.isOne(fixture.bytes))
        #expect(!Workbook.isOne(ZipFixture.zip([("word/document.xml", ""), ("[Content_Types].xml", "")])))
        #expect(!Workbook.isOne(ZipFixture.zip([("xl/a.xml", ""), ("export.csv", "")])))
        #expect(!Workbook.isOne(Array("PK".utf8)))
    }

    /// Guarantee: no-input-exhausts-the-process/documents
    @Test(
        arguments: [
            ("<worksheet><row><c t=\"s\"><v>7</v></c></row></worksheet>", .malformed("xlsx.string")),
            ("<worksheet><row><c t=\"s\"><v>x</v></c></row></worksheet>", .malformed("xlsx.cell")),
            (
                "<worksheet><row><c r=\"ZZZ1\"><v>1</v></c></row></worksheet>",
                .limitExceeded(.fields, limit: 2_048)
            ),
            ("<worksheet><row>", .truncated), ("<worksheet><row></worksheet>", .malformed("xlsx.xml")),
            ("<!DOCTYPE a [<!ENTITY e \"eee\">]><worksheet>&e;</worksheet>", .malformed("xlsx.doctype")),
            ("<worksheet><row r=\"9223372036854775807\"/><row/></worksheet>", nil),
            ("<worksheet \(attributes(1_000))/>", nil),
            ("<worksheet \(attributes(3_000))/>", .malformed("xlsx.attributes")),
            ("<worksheet><row>\(String(repeating: "x=\"\" ", count: 2_000))</row></worksheet>", nil),
        ] as [(LongText, TransformError.Cause?)])
    func `says what is wrong with a sheet`(sheet: LongText, cause: TransformError.Cause?) async throws {
        var fixture = WorkbookFixture([])
        fixture.others["xl/worksheets/sheet1.xml"] = sheet.text
        do {
            _ = try await rows(fixture.bytes)
            #expect(cause == nil)
        } catch let error as TransformError.Cause {
            #expect(error == cause)
        }
    }

    /// libxml2 takes time that grows with the square of their number.
    private static func attributes(_ count: Int) -> String {
        (0..<count).map { "a\($0) = '>'" }.joined(separator: " ")
    }

    /// Guarantee: no-input-exhausts-the-process/documents
    /// Promise: A document that must be held whole is bounded by `limits.document_bytes`, and as JSON by
    ///   `limits.document_values`. Cells of a workbook are bounded by their total text.
    /// How: Text and values are counted while they are read. Half a megabyte of a workbook can come to 4 GB of
    ///   cells, since cells share texts.
    /// Seen: `errors` in the JSON name the limit.
    @Test func `whose cells share a long text is bounded by what they come to`() async throws {
        let text = String(repeating: "x", count: 5_000)
        let others = Array(repeating: [WorkbookFixture.Cell.raw("t=\"s\"><v>0</v>")], count: 3)
        let bytes = WorkbookFixture([[.shared(text)]] + others).bytes
        #expect(try await rows(bytes) == Array(repeating: [text], count: 4))
        var limits = InputLimits()
        limits.documentBytes = 19_999
        await #expect(throws: TransformError.Cause.limitExceeded(.documentBytes, limit: 19_999)) {
            try await rows(bytes, limits)
        }
    }

    @Test func `keeps to the limit of a row`() async throws {
        let bytes = WorkbookFixture([[.inline(String(repeating: "x", count: 5_000))]]).bytes
        var limits = InputLimits()
        limits.lineBytes = 4_000
        await #expect(throws: TransformError.Cause.limitExceeded(.lineBytes, limit: 4_000)) {
            try await rows(bytes, limits)
        }
        #expect(try await rows(bytes).count == 1)
    }

    @Test func `survives any damage`() async throws {
        let whole = WorkbookFixture([[.shared("a"), .moment("45471.5")], [.inline("b"), .number("1E3")]])
            .bytes
        var random = Mutations(seed: 11)
        for _ in 0..<500 {
            do {
                _ = try await rows(random.mutated(whole))
            } catch is TransformError.Cause {} catch is TransformError {}
        }
    }

    private func rows(_ bytes: [UInt8], _ limits: InputLimits = InputLimits()) async throws -> [[String]] {
        var rows: [[String]] = []
        let workbook = try await Workbook(MemoryContent(bytes), limits: limits)
        try await workbook.readRows { _, row in rows.append(row.cells) }
        return rows
    }
}
