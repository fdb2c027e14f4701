package import ETLModel

/// Some of a file's JSON, which is a text of its own and stands somewhere in the file.
package struct JSONPiece {
    package let document: JSONDocument
    private let text: [UInt8]
    private let start: TextPosition

    package init(
        _ text: [UInt8], at start: TextPosition = TextPosition(line: 1, column: 1), file: RelativePath,
        rule: TransformError.Rule, limits: InputLimits
    ) throws(TransformError) {
        document = try JSONDocument(
            text, at: start, file: file, rule: rule, valueLimit: limits.documentValues)
        self.text = text
        self.start = start
    }

    package var root: JSONValue { document.root }

    /// Where a string of the piece begins in the file; `nil` for other values.
    package func position(of string: JSONValue) -> TextPosition? {
        document.position(of: string, in: text, at: start)
    }
}
