public import ETLModel
public import ETLSettings

/// Decides which companies items belong to: a pure function of the item, the mapping, people's
/// decisions, the settings and the CRM's records.
public final class Matcher: Sendable {
    let terms: MatchTerms
    /// Mapping, decisions and CRM.
    package let index: MatchIndex
    /// Of ``index``.
    let textNames: TextNames
    /// Mapping and decisions alone, by which the CRM's own companies are decided.
    private let baseIndex: MatchIndex

    public var settings: MatchingSettings { terms.settings }

    public convenience init(
        mapping: CompanyMapping, overrides: MatchOverrides = .empty,
        settings: MatchingSettings = MatchingSettings(), crm: consuming CRMDirectory = .empty
    ) {
        let terms = MatchTerms(settings)
        var builder = MatchIndex.Builder()
        builder.add(mapping, terms: terms)
        builder.add(overrides, mapping: mapping)
        self.init(terms, builder.finish(), knowing: consume crm)
    }

    /// The matcher of the same mapping, decisions and settings as `other`, whatever that knows of a CRM: made sooner
    /// than anew, since what the mapping says is the same.
    package convenience init(like other: Matcher, knowing crm: consuming CRMDirectory) {
        self.init(other.terms, other.baseIndex, knowing: consume crm)
    }

    private init(_ terms: MatchTerms, _ base: MatchIndex, knowing crm: consuming CRMDirectory) {
        self.terms = terms
        baseIndex = base
        if crm.isEmpty {
            index = base
        } else {
            var learned = MatchIndex.Builder(companiesWithDomain: base.companiesWithDomain)
            learned.add(crm, terms: terms) { subject in
                var run = MatchRun(subject, index: base, terms: terms)
                return run.decide()
            }
            // There may be very many records, and what follows from them is in the builder now.
            crm = .empty
            index = learned.finish(over: base)
        }
        textNames = TextNames(index, terms)
    }

    public func decide(_ subject: MatchSubject) -> MatchDecision { decideSigned(subject).decision }

    /// The decision with what ``MatchChange`` needs to tell whether it still holds.
    public func decideSigned(_ subject: MatchSubject) -> SignedDecision {
        var run = MatchRun(subject, index: index(for: subject), terms: terms)
        let decision = run.decide()
        return SignedDecision(
            decision: decision, signature: run.signature,
            wantsTexts: run.barred[""] == nil && wantsTexts(subject, decision))
    }

    /// A CRM company is evidence for others; what was learned from it is none for itself.
    package func index(for subject: MatchSubject) -> MatchIndex {
        subject.isCRMCompany ? baseIndex : index
    }

    var indexes: (base: MatchIndex, whole: MatchIndex) { (baseIndex, index) }
}

extension MatchSubject {
    static let crmCompanies = "hubspot_companies"
    var isCRMCompany: Bool { section == Self.crmCompanies }
    static let crmContacts = "hubspot_contacts"
    var isCRMContact: Bool { section == Self.crmContacts }
}
