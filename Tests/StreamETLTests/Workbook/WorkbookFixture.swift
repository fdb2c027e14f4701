@testable import ETLModel
@testable import ETLMatching
@testable import ETLRendering
@testable import ETLSettings

/// Writes small workbooks, as spreadsheets and exporters write them.
struct WorkbookFixture {
    enum Cell {
        case shared(String)
        case inline(String)
        case number(String)
        /// Days since 1899-12-30, shown as a day, or as a day and a time.
        case day(String)
        case moment(String)
        /// The XML of a cell without its place: `t="b"><v>1</v>`.
        case raw(String)
        case none
    }

    var rows: [[Cell]]
    /// Members that stand before the sheet, or instead of what would be written.
    var others: [String: String] = [:]
    var sheetFirst = false

    init(_ rows: [[Cell]]) { self.rows = rows }

    var bytes: [UInt8] {
        var strings: [String] = []
        var sheet = ""
        for (index, row) in rows.enumerated() {
            sheet += "<row r=\"\(index + 1)\">"
            for (column, cell) in row.enumerated() {
                let place = "<c r=\"\(Self.name(ofColumn: column))\(index + 1)\""
                switch cell {
                case .shared(let text):
                    sheet += "\(place) t=\"s\"><v>\(strings.count)</v></c>"
                    strings.append(text)
                case .inline(let text):
                    sheet +=
                        "\(place) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(Self.escaped(text))</t></is></c>"
                case .number(let text): sheet += "\(place)><v>\(text)</v></c>"
                case .day(let text): sheet += "\(place) s=\"1\"><v>\(text)</v></c>"
                case .moment(let text): sheet += "\(place) s=\"2\"><v>\(text)</v></c>"
                case .raw(let xml): sheet += "\(place) \(xml)</c>"
                case .none: break
                }
            }
            sheet += "</row>"
        }
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        var members = [
            "xl/worksheets/sheet1.xml": "<worksheet \(main)><sheetData>\(sheet)</sheetData></worksheet>",
            "xl/sharedStrings.xml": "<sst \(main)>"
                + strings.map { "<si><t>\(Self.escaped($0))</t></si>" }.joined() + "</sst>",
            "xl/styles.xml": """
            <styleSheet \(main)><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/>\
            </numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>\
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>
            """,
            "xl/workbook.xml":
                "<workbook \(main)><workbookPr/><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>",
            "[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>",
        ]
        for (name, text) in others { members[name] = text }
        // Spreadsheets write the types first, some exporters the sheets.
        let names = members.keys.sorted { sheetFirst ? $0 > $1 : $0 < $1 }
        return ZipFixture.zip(names.map { ($0, members[$0] ?? "") })
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    private static func name(ofColumn column: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return column < 26
            ? String(letters[column]) : String(letters[column / 26 - 1]) + String(letters[column % 26])
    }
}
