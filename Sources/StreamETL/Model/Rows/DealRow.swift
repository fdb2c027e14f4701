/// A deal under a company.
public struct DealRow: AnswerRow {
    public var company: String
    public var itemKey: String
    public var title: String?
    public var facts: DealFacts
    /// All companies that the deal stands under, the surest first; a sum over companies counts it once by
    /// taking it where it is the first.
    public var companies: [String]

    public var isFirst: Bool { companies.first ?? company == company }

    public static let schema = RowSchema(
        "deals",
        [
            .column("company", .text), .column("item_key", .text), .column("title", .text, nullable: true),
            .column("is_open", .flag, nullable: true), .column("is_won", .flag, nullable: true),
            .column("state_basis", .text, nullable: true), .column("stage_label", .text, nullable: true),
            .column("owner_label", .text, nullable: true), .column("deal_value", .number, nullable: true),
            .column("deal_currency", .text, nullable: true), .column("companies", .texts),
            .column("is_first", .flag),
        ])

    public var values: [RowValue] {
        [
            .text(company), .text(itemKey), .text(title), .flag(facts.isOpen), .flag(facts.isWon),
            .text(facts.basis?.rawValue), .text(facts.stageLabel), .text(facts.ownerLabel),
            .number(facts.value), .text(facts.currency), .texts(companies), .flag(isFirst),
        ]
    }
}
