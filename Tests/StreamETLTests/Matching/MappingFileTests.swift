import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `The file of the company mapping` {
    private static let header =
        "base_company,variant_name,slack_group,telegram_group,calendar_domain,full_node_address,variant_type\n"

    private func read(_ rows: String, header: String = header) throws -> CompanyMapping {
        try CompanyMapping(bytes: Array((header + rows).utf8), fileName: "m.csv")
    }

    @Test(arguments: [
        "# Old Glass,old-glass,,,oldglass.example,,\n", "#Old Glass,old,,,,,\n", "#\n",
        "  # a note: see below, \"x\"\n",
        "\"# Old Glass\",old,,,,,\n",
    ])
    func `has comments`(comment: String) throws {
        let mapping = try read("Acme,acme,,,acme.example,,\n" + comment + "Borealis,,,,borealis.example,,\n")
        #expect(mapping.companies.map(\.name) == ["Acme", "Borealis"])
        #expect(mapping.problems.isEmpty)
        #expect(mapping.companies[1].variants.map(\.line) == [4])
    }

    @Test func `may begin with comments`() throws {
        let mapping = try read(
            "Acme,acme,,,acme.example,,\n", header: "# Ours\r\n# kept by Ann\n" + Self.header)
        #expect(mapping.companies.map(\.name) == ["Acme"])
        #expect(mapping.companies[0].variants.map(\.line) == [4])
        #expect(mapping.problems.isEmpty)
    }

    @Test func `may have a channel with its sign in the first column or elsewhere`() throws {
        let header =
            "slack_group,base_company,variant_name,telegram_group,calendar_domain,full_node_address,variant_type\n"
        let mapping = try read("#ext-acme,Acme,,,,,\n# ext-old,Old,,,,,\n", header: header)
        #expect(mapping.companies.map(\.name) == ["Acme"])
        #expect(mapping.companies[0].variants[0].names(in: .slackGroup) == ["ext-acme"])
        let other = try read("Acme,,#ext-acme;#acme-ops,,,,\n")
        #expect(other.companies[0].variants[0].names(in: .slackGroup) == ["ext-acme", "acme-ops"])
    }

    @Test(arguments: ["#N/A", "#REF!", "#name?"])
    func `names errors of a spreadsheet`(cell: String) throws {
        let mapping = try read("\(cell),x,,,,,\nAcme,,,,acme.example,,\n")
        #expect(mapping.companies.map(\.name) == ["Acme"])
        #expect(mapping.problems.map(\.line) == [2])
    }

    @Test(arguments: [
        ("Acme,,,,\"acme.example, acme.test\",,\n", "Separate several domains by ;"),
        ("Acme,,,,acme.example acme.test,,\n", "Separate several domains by ;"),
        ("Acme,,,,acme,,\n", "Write it as example.com"),
    ])
    func `says how domains are written`(row: String, remedy: String) throws {
        #expect(try read(row).problems.map(\.remedy) == [remedy])
    }

    @Test func `names a quote that is never closed, by its line`() throws {
        let error = #expect(throws: TransformError.self) {
            try read("Acme,,,,,,\nBorealis,\"bore,,,,,\nTarvo,,,,,,\n")
        }
        #expect(error?.position == TextPosition(line: 3, column: 10))
        let shown = PipelineError.mappingUnusable(
            path: "m.csv", position: error?.position, cause: try #require(error?.cause))
        #expect(shown.description.hasPrefix("m.csv:3:10: the quote that opens here is never closed. "))
        #expect(!shown.description.contains("columns"))
    }

    /// A later quote closes it: rows between them became one cell.
    @Test func `names a cell that holds a line break`() throws {
        let mapping = try read("Acme,\"acme,,,,,\nBorealis,,,,,,\nTarvo,\"tarvo\",,,,,\n")
        #expect(mapping.problems.first?.line == 2)
        #expect(mapping.problems.first?.cause.contains("line break") == true)
    }

    private static func bytes(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        text.data(using: encoding).map { Array($0) } ?? []
    }

    private static let misread: [[UInt8]] = [
        bytes("Квандрел,kvandrel,,,quandrel.example,,\n", .windowsCP1251),
        bytes("Żółw,zolw,,,zolw.example,,\n", .windowsCP1250),
        Array("M".utf8) + [0x9F] + Array("ller,mueller,,,,,\n".utf8),
        bytes("Κουάντρελ,quandrel,,,,,\n", .windowsCP1253), Array("TÃ¤rvo,tarvo,,,,,\n".utf8),
        Array("Ð¢Ð°Ñ€Ð²Ð¾,tarvo,,,,,\n".utf8), bytes("クアンドレル,quandrel,,,,,\n", .shiftJIS),
    ]

    @Test(arguments: misread.indices)
    func `tells text that was written in another encoding`(index: Int) throws {
        let bytes = Array(Self.header.utf8) + Self.misread[index]
        try #require(!Self.misread[index].isEmpty)
        do {
            let mapping = try CompanyMapping(bytes: bytes, fileName: "m.csv")
            #expect(mapping.problems.map(\.line) == [2])
            #expect(mapping.problems.first?.remedy == "Save the file as UTF-8")
        } catch let error as TransformError {
            #expect(error.cause == .undecodable)
        }
    }

    @Test(arguments: [
        bytes("Zürich Café Ærø,Müller & Söhne ’24 – «Nord»,,,,,\n", .windowsCP1252),
        Array("Квандрел,Żółw,クアンドレル,,,,\n".utf8),
        Array("Café Ñandú,ÅÄÖ AB,,,,,\n".utf8), bytes("Crème brûlée®,Ýmir Þór,,,,,\n", .windowsCP1252),
    ])
    func `says nothing of text that is right`(row: [UInt8]) throws {
        #expect(try CompanyMapping(bytes: Array(Self.header.utf8) + row, fileName: "m.csv").problems.isEmpty)
    }
}
