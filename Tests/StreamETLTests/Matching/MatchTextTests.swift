import Testing

@testable import ETLModel
@testable import ETLMatching

@Suite("The tokens of a name")
struct MatchTextTests {
    /// Characters that are looked up, that are not, and those that change what stands beside them.
    private static let characters: [Unicode.Scalar] =
        (Array(UInt32(0x20)..<0x180) + Array(UInt32(0x2000)..<0x2070)).compactMap(Unicode.Scalar.init)
        + ["\u{301}", "\u{FE0F}", "\u{1F680}", "Д", "社", "ß", "İ"]

    @Test(
        arguments: [
            ("Café S.A.", ["cafe", "sa"]), ("Cafe S.A.", ["cafe", "sa"]), ("J.É. Łoś", ["je", "los"]),
        ])
    func `hold initials together beside whatever letters`(name: String, tokens: [String]) {
        #expect(MatchText.tokens(name) == tokens)
        #expect(MatchText.unicodeTokens(name) == tokens)
    }

    @Test func `are the same by the table of Latin letters as by Unicode's mappings`() {
        var random = SplitMix(seed: 7)
        for first in Self.characters {
            for text in [
                "\(first)", "a\(first)", "\(first)b", "A.\(first)B.", "É\(first)", "\(first). s.\(first)",
            ] {
                expectSameTokens(text)
            }
        }
        for _ in 0..<2_000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                scalars.append(Self.characters.randomElement(using: &random) ?? "a")
            }
            let text = String(scalars)
            expectSameTokens(text)
        }
    }

    private func expectSameTokens(_ text: String) {
        let tokens = MatchText.tokens(text)
        guard tokens != MatchText.unicodeTokens(text) else { return }
        Issue.record("\(text.unicodeScalars.map { String($0.value, radix: 16) }) becomes \(tokens)")
    }
}
