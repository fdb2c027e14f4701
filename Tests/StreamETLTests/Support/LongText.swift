import Testing

/// A text as an argument of a test, which a case's name shows the beginning of.
///
///     "<worksheet><row>x=\"\" x=\"\" x=… (10029 characters)"
struct LongText: Sendable, ExpressibleByStringInterpolation, CustomTestStringConvertible {
    private static let shownCount = 60

    let text: String

    init(_ text: String) { self.text = text }

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation text: DefaultStringInterpolation) {
        self.text = String(stringInterpolation: text)
    }

    static func pairs(_ arguments: [(String, String)]) -> [(LongText, LongText)] {
        arguments.map { (LongText($0), LongText($1)) }
    }

    static func triples(_ arguments: [(String, String, String)]) -> [(LongText, LongText, LongText)] {
        arguments.map { (LongText($0), LongText($1), LongText($2)) }
    }

    var testDescription: String {
        guard text.utf8.count > Self.shownCount else { return text.debugDescription }
        return String(text.prefix(Self.shownCount)).debugDescription + "… (\(text.count) characters)"
    }
}

/// An argument of a test that is no text, by the name that its case shows.
struct Named<Value: Sendable>: Sendable, CustomTestStringConvertible {
    let name: String
    let value: Value

    init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    var testDescription: String { name }
}
