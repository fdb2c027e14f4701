import Foundation

/// A page of the documentation, taken apart as far as the tests ask.
struct MarkdownDocument {
    /// A fenced block: what is fenced, the word behind the fence, and the line of the fence.
    struct Block {
        let language: String
        let text: String
        let line: Int
    }

    private(set) var blocks: [Block] = []
    /// What stands between single backticks.
    private(set) var code: Set<String> = []

    init(_ text: String) {
        var fenced: [Substring] = []
        var fence: (language: String, line: Int)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let opening = fence {
                    blocks.append(
                        Block(
                            language: opening.language, text: fenced.joined(separator: "\n"),
                            line: opening.line))
                    fence = nil
                    fenced = []
                } else {
                    fence = (String(line.dropFirst(3)), index + 1)
                }
            } else if fence != nil {
                fenced.append(line)
            } else {
                for match in line.matches(of: #/`([^`]+)`/#) { code.insert(String(match.output.1)) }
            }
        }
    }

    init(contentsOf path: String) throws { self.init(try String(contentsOfFile: path, encoding: .utf8)) }
}
