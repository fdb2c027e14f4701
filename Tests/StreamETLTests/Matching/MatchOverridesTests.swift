import Testing

@testable import ETLModel
@testable import ETLMatching

@Suite struct `The file of decisions` {
    private static let text = """
        # Ask Ann before changing this.
        section;item;company;decision;note;owner
        # chats
        telegram_chats;Search party;Acme;MATCH;"with ""quotes"", and ; here";ann
        slack_channels;monarch;Acme;perhaps;;bo
        ;ext-acme;;unmatch
        """

    private static func overrides(_ prefix: [UInt8] = []) throws -> MatchOverrides {
        try MatchOverrides(bytes: prefix + Array(text.replacing("\n", with: "\r\n").utf8))
    }

    @Test(arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func `may hold comments, and names wrong rows by their line`(prefix: [UInt8]) throws {
        let overrides = try Self.overrides(prefix)
        #expect(overrides.rows.map(\.item) == ["Search party", "ext-acme"])
        #expect(overrides.rows.map(\.line) == [4, 6])
        #expect(overrides.problems.map(\.line) == [5])
    }

    @Test func `keeps what a person wrote when a decision is recorded`() throws {
        var overrides = try Self.overrides()
        overrides.record(.match, section: "slack_channels", item: "C1", company: "Arc")
        let expected = """
            # Ask Ann before changing this.
            section,item,company,decision,note,decided_at,owner
            # chats
            telegram_chats,Search party,Acme,match,"with ""quotes"", and ; here",,ann
            slack_channels,monarch,Acme,perhaps,,,bo
            ,ext-acme,,unmatch,,,
            slack_channels,C1,Arc,match,,,

            """
        #expect(overrides.rendered() == expected)
        let read = try MatchOverrides(bytes: Array(expected.utf8))
        #expect(read.rows.map(\.line) == overrides.rows.map(\.line))
        #expect(read.rendered() == expected)
    }

    @Test func `replaces what was decided about the same item and company`() throws {
        var overrides = try Self.overrides()
        overrides.record(.unmatch, section: "telegram_chats", item: "Search party", company: "ACME")
        #expect(overrides.rows.map(\.decision) == [.unmatch, .unmatch])
        #expect(overrides.rendered().contains("# chats\nslack_channels,monarch"))
    }

    @Test func `has the last word about an item, for a company or for nobody`() throws {
        var overrides = MatchOverrides.empty
        func decisions() -> [String] { overrides.rows.map { "\($0.decision) \($0.company)" } }
        overrides.record(.match, section: "slack_channels", item: "C1", company: "Acme")
        overrides.record(.match, section: "slack_channels", item: "C1", company: "Borealis")
        #expect(decisions() == ["match Acme", "match Borealis"])
        overrides.record(.unmatch, section: "slack_channels", item: "C1", company: "")
        #expect(decisions() == ["unmatch "])
        overrides.record(.match, section: "slack_channels", item: "C1", company: "Acme")
        #expect(decisions() == ["match Acme"])
    }

    /// In a file whose columns stand in another order; written, the section comes first.
    @Test func `is no decision about a section that would be a comment`() throws {
        let text = "item,section,company,decision\nC1,#x,Acme,match\nC2,slack_channels,Acme,match\n"
        let overrides = try MatchOverrides(bytes: Array(text.utf8))
        let again = try MatchOverrides(bytes: Array(overrides.rendered().utf8))
        #expect(overrides.rows.map(\.item) == ["C2"])
        #expect(again.rows.map(\.item) == ["C2"])
        #expect(again.rendered() == overrides.rendered())
    }
}
