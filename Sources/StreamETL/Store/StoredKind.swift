import ETLModel

/// A contribution's kind as it is stored. Its source stands before it if the content has another source.
struct StoredKind {
    let source: Source?
    let name: String

    init(_ text: String) {
        // Most contributions are their content's.
        guard text.utf8.contains(UInt8(ascii: "/")), let slash = text.firstIndex(of: "/") else {
            (source, name) = (nil, text)
            return
        }
        source = Source(rawValue: String(text[..<slash]))
        name = String(text[text.index(after: slash)...])
    }

    static func text(of contribution: Contribution) -> String {
        contribution.source.map { "\($0.rawValue)/\(contribution.kind)" } ?? contribution.kind
    }
}
