import Testing

@testable import StreamETL

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
}
