/// The facts about an item by which its company can be found. Values only: the rules are in Matching.
public struct MatchSubject: Hashable, Codable, Sendable {
    public var source: Source
    /// ``ItemSection/key`` of the item.
    public var section: String
    /// ``AssembledItem/key`` of the item.
    public var key: String
    /// Channel name, chat title, meeting title, deal name, CRM company name.
    public var names: [String]
    /// E-mail addresses of the participants (attendees, organiser, authors, CRM contact).
    public var emails: [String]
    /// Domains stated outright (CRM company domain, website host, foreign Slack team).
    public var domains: [String]
    /// Names of the participants.
    public var people: [String]
    /// HubSpot record ids of the companies that the item is associated with, primary first.
    public var crmCompanyIDs: [String]
    public var crmContactIDs: [String]
    /// The item's own names for the companies of ``crmCompanyIDs``; evidence only if none of those records is known.
    public var crmCompanyNames: [String]
    /// The item's own HubSpot record id, where it is a CRM company or contact.
    public var crmRecordID: String?

    public init(
        source: Source, section: String, key: String, names: [String] = [], emails: [String] = [],
        domains: [String] = [], people: [String] = [], crmCompanyIDs: [String] = [],
        crmContactIDs: [String] = [], crmCompanyNames: [String] = [], crmRecordID: String? = nil
    ) {
        self.source = source
        self.section = section
        self.key = key
        self.names = names
        self.emails = emails
        self.domains = domains
        self.people = people
        self.crmCompanyIDs = crmCompanyIDs
        self.crmContactIDs = crmContactIDs
        self.crmCompanyNames = crmCompanyNames
        self.crmRecordID = crmRecordID
    }
}

/// Why an item is a company's.
public struct CompanyMatch: Hashable, Codable, Sendable {
    /// `base_company` of the mapping.
    public var company: String
    public var rule: MatchRule
    /// From 0 to 1.
    public var confidence: Double
    public var evidence: [MatchEvidence]

    public init(company: String, rule: MatchRule, confidence: Double, evidence: [MatchEvidence]) {
        self.company = company
        self.rule = rule
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// A named rule, such as `group_exact` or `domain`; the name is `match_rule` in the unified JSON.
public struct MatchRule: RawRepresentable, Hashable, Codable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One checkable reason.
public struct MatchEvidence: Hashable, Codable, Sendable {
    /// What was compared: `telegram_group`, `calendar_domain`, `crm_company_id`, `name_tokens` …
    public var kind: String
    /// The item's value.
    public var found: String
    /// The value of the mapping, a decision or the CRM.
    public var expected: String
    /// Where the expected value stands: `company_mapping.csv:12`, `hubspot company 42`.
    public var origin: String

    public init(kind: String, found: String, expected: String, origin: String) {
        self.kind = kind
        self.found = found
        self.expected = expected
        self.origin = origin
    }
}

/// The outcome of matching one item.
public struct MatchDecision: Hashable, Codable, Sendable {
    /// Best first, one per company; several for a joint chat.
    public var matches: [CompanyMatch]
    /// Candidates that are not certain enough, best first; shown for review, never counted.
    public var candidates: [CompanyMatch]
    /// For an item without a company: companies that its messages name, the most often named first.
    public var mentions: [CompanyMention] = []

    public init(matches: [CompanyMatch] = [], candidates: [CompanyMatch] = []) {
        self.matches = matches
        self.candidates = candidates
    }

    public var isMatched: Bool { !matches.isEmpty }
    /// Whether a person should look at it.
    public var isUnsure: Bool { matches.isEmpty && !candidates.isEmpty }

    /// How many messages a decision probably gives to a company; ranks the review. An item without messages counts
    /// as one.
    public func explainedCount(ofMessages messageCount: Int) -> Double {
        Double(max(messageCount, 1)) * (candidates.map(\.confidence).max() ?? 0)
    }
}

/// A company whose name stands in messages.
public struct CompanyMention: Hashable, Codable, Sendable {
    /// `base_company` of the mapping.
    public var company: String
    /// Messages that name it.
    public var messageCount: Int

    public init(company: String, messageCount: Int) {
        self.company = company
        self.messageCount = messageCount
    }
}
