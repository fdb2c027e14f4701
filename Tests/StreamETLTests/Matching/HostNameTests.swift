import ETLModel
import Testing

@testable import ETLMatching

@Suite struct `A host name` {
    /// Bytes that hosts hold, and those that make one of them another text.
    private static let pieces = [
        "a", "x", "xn--", "acme", "bücher", "A", "0", "10", "-", "_", ".", ".", ".", "..", "/", "@", ":", " ",
        "*.",
        "https://", "例",
    ]

    @Test(arguments: 1...4)
    func `is the same, read by its bytes or as any text`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...7, using: &generator)
            let text = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            #expect(HostName.normalised(text) == HostName.normalisedWhole(text), "\(text)")
        }
    }

    @Test(arguments: [
        ("acme.example", "acme.example"), ("x.example", "x.example"), ("ACME.example.", "acme.example"),
        ("xn--bcher-kva.example", "bücher.example"), ("10.0.0.1", nil), ("acme", nil), ("-a.example", nil),
    ])
    func `has one form`(text: String, form: String?) {
        #expect(HostName.normalised(text) == form)
    }
}
