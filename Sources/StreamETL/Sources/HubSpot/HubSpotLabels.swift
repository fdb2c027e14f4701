/// The labels of columns in the languages that HubSpot exports in, with the wordings of several years side
/// by side. A label is compared without case, blanks and punctuation.
package enum HubSpotLabels {
    /// What a column is, as its label says it.
    package enum Meaning: String, CaseIterable, Sendable {
        case recordID, dealID, companyID, contactID
        case dealName, dealStage, pipeline, amount, companyAmount, currency, closeDate
        case companyName, domain, website, firstName, lastName, email
        /// A word that is a company's name, or a contact's first or last one.
        case plainName, plainFirstName, plainLastName
        case created, activity, modified, owner, dealOwner, companyOwner, contactOwner
        case companyIDs, primaryCompanyIDs, companies, primaryCompanies, contactIDs
        /// What stands in parentheses behind the association that comes first.
        case primary
        /// The record ids of older exports.
        case olderDealID, olderCompanyID, olderContactID
    }

    /// A label without case, blanks and punctuation, and what it means.
    package static let all: [Meaning: Set<String>] = {
        var all: [Meaning: Set<String>] = [:]
        for labels in byLanguage.values {
            for (meaning, names) in labels { all[meaning, default: []].formUnion(names) }
        }
        return all
    }()

    static let byLanguage: [HubSpotLanguage: [Meaning: Set<String>]] =
        Dictionary(
            uniqueKeysWithValues: HubSpotLanguage.allCases.map { ($0, parsed(HubSpotWordings.text(of: $0))) })

    private static func labels(_ meanings: Meaning...) -> Set<String> {
        meanings.reduce(into: []) { $0.formUnion(all[$1] ?? []) }
    }

    package static let companyName = labels(.companyName)
    package static let companies = labels(.companies)
    static let companyIDs = labels(.companyIDs)
    static let contactIDs = labels(.contactIDs)
    /// What stands in parentheses behind the association that comes first.
    static let primary = labels(.primary)

    /// The id of a record of whatever kind.
    static let recordID = labels(.recordID)

    /// The record's id, which says what it is a record of.
    static let recordIDs: [HubSpotObject: Set<String>] = [
        .deal: labels(.dealID), .company: labels(.companyID), .contact: labels(.contactID),
    ]

    /// The record's id of older exports; with another kind of record, the id of what goes with it.
    static let olderIDs: [HubSpotObject: Set<String>] = [
        .deal: labels(.olderDealID), .company: labels(.olderCompanyID), .contact: labels(.olderContactID),
    ]

    /// What tells an object, the surest first: contacts have columns of their company, and every object may have
    /// columns that an account has added.
    package static let telling: [(object: HubSpotObject, labels: Set<String>)] = [
        (.deal, labels(.dealName)), (.contact, labels(.firstName, .lastName)), (.company, labels(.domain)),
        (.deal, labels(.dealStage)), (.contact, labels(.contactOwner)), (.company, labels(.companyOwner)),
        (.deal, labels(.dealOwner)), (.contact, labels(.email)), (.company, labels(.companyName)),
    ]

    package static let fields: [HubSpotObject: [String: HubSpotField]] = [
        .deal: table([
            (.name, [.dealName]), (.stage, [.dealStage]), (.pipeline, [.pipeline]), (.amount, [.amount]),
            (.companyAmount, [.companyAmount]), (.currency, [.currency]), (.closeDate, [.closeDate]),
        ]),
        .company: table([
            (.name, [.companyName, .plainName]), (.domain, [.domain]), (.website, [.website]),
        ]),
        .contact: table([
            (.firstName, [.firstName, .plainFirstName]), (.lastName, [.lastName, .plainLastName]),
            (.email, [.email]), (.companyNames, [.companyName]),
        ]),
    ]

    /// Columns that every object may have.
    private static let common: [(HubSpotField, [Meaning])] = [
        (.createdDate, [.created]), (.lastActivity, [.activity]), (.modified, [.modified]),
        (.owner, [.owner, .dealOwner, .companyOwner, .contactOwner]), (.companyIDs, [.companyIDs]),
        (.primaryCompanyIDs, [.primaryCompanyIDs]), (.companyNames, [.companies]),
        (.primaryCompanyNames, [.primaryCompanies]), (.contactIDs, [.contactIDs]),
    ]

    /// The language that most of the labels are of; English where it is none.
    static func language(of names: Set<String>) -> HubSpotLanguage {
        var best = (language: HubSpotLanguage.english, count: 0)
        for language in HubSpotLanguage.allCases {
            let count = names.intersection(wordsOfLanguage[language] ?? []).count
            if count > best.count { best = (language, count) }
        }
        return best.language
    }

    private static let wordsOfLanguage = byLanguage.mapValues { labels in
        labels.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    }

    /// Lines of a meaning and its labels, which stand between bars; braces hold words of which each is one.
    private static func parsed(_ text: String) -> [Meaning: Set<String>] {
        var all: [Meaning: Set<String>] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"),
                let meaning = Meaning(rawValue: String(line[..<colon]))
            else { continue }
            for label in line[line.index(after: colon)...].split(separator: "|") {
                all[meaning, default: []].formUnion(expanded(label).map(HubSpotColumns.normalised))
            }
        }
        return all
    }

    private static func expanded(_ label: Substring) -> [String] {
        guard let open = label.firstIndex(of: "{"), let close = label[open...].firstIndex(of: "}") else {
            return [String(label)]
        }
        let words = label[label.index(after: open)..<close].split(
            separator: ",", omittingEmptySubsequences: false)
        return words.flatMap { expanded(label[..<open] + $0 + label[label.index(after: close)...]) }
    }

    /// Earlier entries win where a label has two meanings.
    private static func table(_ own: [(HubSpotField, [Meaning])]) -> [String: HubSpotField] {
        var table: [String: HubSpotField] = [:]
        for (field, meanings) in own + common {
            for meaning in meanings {
                for label in all[meaning] ?? [] where table[label] == nil { table[label] = field }
            }
        }
        return table
    }
}
