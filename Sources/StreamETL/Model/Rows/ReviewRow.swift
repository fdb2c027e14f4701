/// A company that an item may belong to, and why.
public struct ReviewRow: AnswerRow {
    public var section: String
    public var itemKey: String
    public var title: String
    public var candidate: CompanyMatch

    public static let schema = RowSchema(
        "review",
        [
            .column("section", .text), .column("item_key", .text), .column("title", .text),
            .column("company", .text), .column("match_rule", .text), .column("match_confidence", .number),
            .column("match_evidence", .texts),
        ])

    public var values: [RowValue] {
        [
            .text(section), .text(itemKey), .text(title), .text(candidate.company),
            .text(candidate.rule.rawValue), .number("\(candidate.confidence)"),
            .texts(
                candidate.evidence.map { "\($0.kind): \($0.found) is \($0.expected) of \($0.origin)" }),
        ]
    }
}
