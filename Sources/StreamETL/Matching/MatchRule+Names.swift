public import ETLModel

extension MatchRule {
    /// A person decided it.
    public static let override = MatchRule(rawValue: "override")
    /// The name is a mapped group's, letter by letter.
    public static let groupExact = MatchRule(rawValue: "group_exact")
    /// The name is a mapped group's apart from case, punctuation, spacing and affixes.
    public static let groupNormalised = MatchRule(rawValue: "group_normalised")
    /// A mapped domain, stated by the item or of somebody invited.
    public static let domain = MatchRule(rawValue: "domain")
    /// A CRM company that is the mapped company, associated by record id.
    public static let crmCompany = MatchRule(rawValue: "crm_company")
    /// A domain that the CRM states of the mapped company.
    public static let crmDomain = MatchRule(rawValue: "crm_domain")
    /// A mapped domain of somebody who takes part in a conversation.
    public static let participantDomain = MatchRule(rawValue: "participant_domain")
    /// A contact of the company in the CRM takes part.
    public static let crmContact = MatchRule(rawValue: "crm_contact")
    /// The company's name stands in the item's as whole words.
    public static let nameTokens = MatchRule(rawValue: "name_tokens")
    /// So does a name that the CRM states of the mapped company.
    public static let crmName = MatchRule(rawValue: "crm_name")
    /// The name is like the company's.
    public static let nameFuzzy = MatchRule(rawValue: "name_fuzzy")
    /// The company's name stands among other words: a hint for review, never a match.
    public static let mention = MatchRule(rawValue: "mention")

    /// A company's name stands in messages: a hint for review, never a match.
    public static let textMention = MatchRule(rawValue: "text_mention")

    /// In the order in which they are asked.
    public static let allInOrder: [MatchRule] = [
        .override, .groupExact, .groupNormalised, .domain, .crmCompany, .crmDomain, .participantDomain,
        .crmContact, .nameTokens, .crmName, .nameFuzzy, .mention, .textMention,
    ]
}
