import Dispatch
import Foundation
import StreamETL
import Synchronization

/// Times matching over growing numbers of items and companies, on all cores as the store does it: the
/// time for an item must not grow with the number of companies.
///
/// Usage: MatchingGrowth [largest number of items, default 1000000]
@main
struct MatchingGrowth {
    static func main() throws {
        let most = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 1_000_000
        print("companies     items  index s  match s  items/s  matched  one row changed: s  decided again")
        for companies in [100, 1_000, 10_000] {
            for items in [most / 100, most / 10, most] where items > 0 {
                try measure(companies: companies, items: items)
            }
        }
        print("companies  messages  text MB/s  hints")
        for companies in [100, 1_000, 10_000] { try measureTexts(companies: companies) }
    }

    private static func measure(companies: Int, items: Int) throws {
        var made: Matcher?
        let indexing = try time { made = try Matcher(mapping: mapping(companies)) }
        guard let matcher = made else { return }
        var signatures: [[MatchSignature]] = []
        var matched = 0
        let matching = time {
            let stripes = onAllCores(items) { range in
                var matched = 0
                let signatures = range.map { index in
                    let decided = matcher.decideSigned(subject(index, companies: companies))
                    if !decided.decision.matches.isEmpty { matched += 1 }
                    return decided.signature
                }
                return (signatures, matched)
            }
            signatures = stripes.map(\.0)
            matched = stripes.reduce(0) { $0 + $1.1 }
        }
        let changed = try Matcher(mapping: mapping(companies, renaming: companies / 2))
        var again = 0
        let refresh = time {
            let change = MatchChange(from: matcher, to: changed)
            let known = signatures
            again = onAllCores(items) { range in
                let own = known[range.lowerBound / stripe]
                var again = 0
                for (index, signature) in zip(range, own)
                where change.affects(section: "telegram_chats", signature: signature) {
                    _ = changed.decideSigned(subject(index, companies: companies))
                    again += 1
                }
                return again
            }.reduce(0, +)
        }
        print(
            String(
                format: "%9d %9d %8.2f %8.2f %8.0f %8d %19.3f %14d", companies, items, indexing, matching,
                Double(items) / matching, matched, refresh, again))
        fflush(nil)
    }

    /// Times looking for names in 100,000 messages of one chat, on one core.
    private static func measureTexts(companies: Int) throws {
        let matcher = try Matcher(mapping: mapping(companies))
        let count = 100_000
        var json = JSONWriter()
        json.beginArray()
        for index in 0..<count {
            json.beginObject()
            json.key("text")
            json.value(
                index.isMultiple(of: 100)
                    ? "The call with \(name((index &* 7_919) % companies)) is on Monday, see you there."
                    : "Message \(index): the quick numbers are in the sheet, please have a look at it today.")
            json.endObject()
        }
        json.endArray()
        let texts = json.bytes
        let item = MatchSubject(
            source: .telegram, section: "telegram_chats", key: "texts", names: ["General chatter"])
        var hints = 0
        let spent = time {
            hints = matcher.decideSigned(item, texts: texts).decision.candidates.count
        }
        print(
            String(
                format: "%9d %9d %10.0f %6d", companies, count, Double(texts.count) / spent / 1e6, hints))
    }

    private static let stripe = 1_000

    private static func onAllCores<Value: Sendable>(
        _ items: Int, _ body: @Sendable (Range<Int>) -> Value
    ) -> [Value] {
        let count = (items + stripe - 1) / stripe
        let results = Mutex([Value?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let value = body(index * stripe..<min((index + 1) * stripe, items))
            results.withLock { $0[index] = value }
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        let spent = ContinuousClock.now - start
        return Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
    }

    // MARK: Invented names

    private static let syllables = [
        "ba", "cor", "den", "fal", "gri", "hol", "jun", "kel", "lor", "mer", "nor", "pel", "quin", "ros",
        "sil",
        "tor", "ul", "ver", "wex", "zan",
    ]
    private static let kinds = ["Labs", "Works", "Capital", "Systems", "Foundry", "Partners", "Analytics"]

    private static func name(_ index: Int) -> String {
        var rest = index
        var word = ""
        for _ in 0..<4 {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        }
        return "\(word.prefix(1).uppercased())\(word.dropFirst()) \(kinds[index % kinds.count])"
    }

    private static func mapping(_ count: Int, renaming changed: Int? = nil) throws -> CompanyMapping {
        var text =
            "base_company,variant_name,slack_group,telegram_group,calendar_domain,full_node_address,variant_type\n"
        for index in 0..<count {
            let name = index == changed ? "Replaced \(name(index))" : name(index)
            let slug = name.lowercased().replacingOccurrences(of: " ", with: "-")
            text += "\(name),\(slug)-mainnet,ext-\(slug),\(name) <> Us,\(slug).example,,mainnet\n"
        }
        return try CompanyMapping(bytes: Array(text.utf8), fileName: "company_mapping.csv")
    }

    /// A third each is a mapped group, a name in a longer title, and nobody's.
    private static func subject(_ index: Int, companies: Int) -> MatchSubject {
        let company = name((index &* 7_919) % companies)
        let title =
            switch index % 3 {
            case 0: "\(company) <> Us"
            case 1: "\(company) weekly sync"
            default: "Notes of \(name(companies + index % 50_000)) no. \(index)"
            }
        return MatchSubject(
            source: .telegram, section: "telegram_chats", key: "\(index)", names: [title],
            people: ["Ann Example", "Bo Example"])
    }
}
