/// The form of a value without its content: digits become 9, words become a, and at most 24 characters stay.
///
/// `31/12/2024` is `99/99/9999`, `1.234,50 €` is `9.999,99 €`.
public struct ValueShape: Hashable, Codable, Sendable {
    public let text: String

    public init(of value: String) {
        var shape = ""
        var count = 0
        var isInWord = false
        for scalar in value.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic
            defer { isInWord = isLetter }
            if isLetter && isInWord { continue }
            count += 1
            guard count <= 24 else {
                shape += "…"
                break
            }
            if isLetter {
                shape += "a"
            } else if scalar.properties.numericType != nil {
                shape += "9"
            } else if scalar.properties.isWhitespace {
                shape += " "
            } else if Self.shown.contains(scalar) {
                shape.unicodeScalars.append(scalar)
            } else {
                shape += "?"
            }
        }
        text = shape
    }

    private static let shown = Set("-+/.:,;()%$€£¥'\"_#=*".unicodeScalars)
}
