import Foundation
import Testing

@testable import StreamETL

@Suite
struct `The fuzzy name rule alone` {
    private struct Pair {
        let left: String
        let right: String
        let isSame: Bool
        let half: String
    }

    private static let terms = MatchTerms(MatchingSettings())

    private static func pairs(_ name: String) throws -> [Pair] {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("data/matching/\(name).csv")
        var reader = try DelimitedReader(
            bytes: [UInt8](try Data(contentsOf: file)), limits: InputLimits())
        var pairs: [Pair] = []
        while let cells = try reader.next()?.cells {
            try #require(cells.count == 4)
            pairs.append(Pair(left: cells[0], right: cells[1], isSame: cells[2] == "1", half: cells[3]))
        }
        return pairs
    }

    /// The likeness that a run would find between an item's name and a company's, by the index's keys.
    private static func likeness(of item: String, to company: String) -> Double {
        let alias = terms.aliasTokens(company)
        let (keys, form) = FuzzyName.prepared(alias, terms)
        let hashes = Set(keys.map(\.hash))
        return FuzzyName.questions(of: NameForm(item), terms)
            .map { FuzzyName.prepared($0, terms) }
            .filter { question in question.keys.contains { hashes.contains($0.hash) } }
            .map { FuzzyName.similarity($0.forms, form) }.max() ?? 0
    }

    private static func finds(_ left: String, _ right: String) -> Bool {
        max(likeness(of: left, to: right), likeness(of: right, to: left)) >= FuzzyName.reviewScore
    }

    @Test(arguments: [
        ("organisation_pairs", "held-out", 18), ("organisation_pairs", "development", 36),
        ("restaurant_pairs", "held-out", 53), ("restaurant_pairs", "development", 59),
    ])
    func `is precise and nearly complete on pairs that others labelled`(
        table: String, half: String, sameCount: Int
    ) throws {
        let pairs = try Self.pairs(table).filter { $0.half == half }
        let same = pairs.filter(\.isSame)
        let found = pairs.filter { Self.finds($0.left, $0.right) }
        let right = found.filter(\.isSame)
        try #require(same.count == sameCount && pairs.count > same.count && !found.isEmpty)
        let precision = Double(right.count) / Double(found.count)
        let recall = Double(right.count) / Double(same.count)
        #expect(precision > 0.92)
        #expect(2 * precision * recall / (precision + recall) > 0.90)
    }

    private static let nameTable = ProcessInfo.processInfo.environment["ETL_WATCH_NAME_TABLE"]

    /// Patent owners' names are not part of the repository: `data/matching/README.md` says where they are from.
    @Test(.enabled(if: nameTable != nil, "ETL_WATCH_NAME_TABLE names no table"))
    func `is precise among the names of a table`() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.nameTable ?? "")))
        var reader = try DelimitedReader(bytes: bytes, limits: InputLimits())
        var companies: [[String]] = []
        var items: [[String]] = []
        while let cells = try reader.next()?.cells {
            // An organisation's first name is the mapping's.
            if companies.last?[0] == cells[0] { items.append(cells) } else { companies.append(cells) }
        }
        var found = Self.found(items.map { $0[1] }, among: companies.map { $0[1] })
        for (pair, score) in Self.found(companies.map { $0[1] }, among: items.map { $0[1] }) {
            found[[pair[1], pair[0]], default: 0] = max(found[[pair[1], pair[0]]] ?? 0, score)
        }
        func isRight(_ pair: [Int]) -> Bool { items[pair[0]][0] == companies[pair[1]][0] }
        let right = found.keys.filter(isRight).count
        let matches = found.filter { pair, score in
            FuzzyName.confidence(
                score, Self.terms.aliasTokens(items[pair[0]][1]),
                Self.terms.aliasTokens(companies[pair[1]][1])) >= Self.terms.settings.matchThreshold
        }
        let precision = Double(right) / Double(found.count)
        let recall = Double(right) / Double(items.count)
        print(
            companies.count, "companies,", items.count, "names,", found.count, "found,", right, "right:",
            "precision", precision, "recall", recall, "F1", 2 * precision * recall / (precision + recall),
            "matches", matches.count, "right", matches.keys.filter(isRight).count)
        #expect(precision > 0.9)
    }

    /// The likenesses by the positions of the question and of the name.
    private static func found(_ questions: [String], among names: [String]) -> [[Int]: Double] {
        var byKey: [UInt64: [Int]] = [:]
        var forms: [FuzzyForm] = []
        for (position, name) in names.enumerated() {
            let (keys, form) = FuzzyName.prepared(terms.aliasTokens(name), terms)
            forms.append(form)
            for key in keys { byKey[key.hash, default: []].append(position) }
        }
        var found: [[Int]: Double] = [:]
        for (asker, question) in questions.enumerated() {
            for (keys, asked) in FuzzyName.questions(of: NameForm(question), terms)
                .map({ FuzzyName.prepared($0, terms) })
            {
                let compared = Set(keys.flatMap { byKey[$0.hash] ?? [] })
                for other in compared {
                    let score = FuzzyName.similarity(asked, forms[other])
                    guard score >= FuzzyName.reviewScore else { continue }
                    found[[asker, other]] = max(found[[asker, other]] ?? 0, score)
                }
            }
        }
        return found
    }

    @Test(arguments: ["organisation_pairs", "restaurant_pairs"])
    func `is right as often as its confidence says`(table: String) throws {
        var groups: [Double: (found: Int, right: Int, stated: Double)] = [:]
        for pair in try Self.pairs(table) {
            let likeness = max(
                Self.likeness(of: pair.left, to: pair.right), Self.likeness(of: pair.right, to: pair.left))
            guard likeness >= FuzzyName.reviewScore else { continue }
            let confidence = FuzzyName.confidence(
                likeness, Self.terms.aliasTokens(pair.left), Self.terms.aliasTokens(pair.right))
            let group = (confidence * 10).rounded(.down)
            groups[group, default: (0, 0, 0)].found += 1
            groups[group, default: (0, 0, 0)].right += pair.isSame ? 1 : 0
            groups[group, default: (0, 0, 0)].stated += confidence
        }
        #expect(groups.count == 3)
        for (group, counted) in groups.sorted(by: { $0.key < $1.key }) {
            let count = Double(counted.found)
            #expect(
                counted.found < 10 || Double(counted.right) / count >= counted.stated / count - 0.05,
                "\(table) from \(group / 10)")
        }
    }

    @Test(arguments: [
        ("Tharsis", "Tharsis Holdings"), ("The Quenby Foundation of Wexley", "Quenby Foundation, Wexley"),
        ("Quenby, Tharsis and Wexleigh", "Quenby, Tharsis and Wexley"), ("Tharsis (Lisbon)", "Tharsis"),
        ("Wexley Robotcs", "Wexley Robotics"), ("Wexley Blueharbour", "Wexley Blue Harbour"),
        ("Robotics Tharsis", "Tharsis Robotics"), ("Wexley Aktiengeselschaft", "Wexley AG"),
        ("Tharsis Joint Stok Company", "Tharsis"), ("WexleyGmbH", "Wexley GmbH"),
        ("Tharsis Europe", "Tharsis"), ("Tharsis Laboratories", "Tharsis Lab"),
        ("First Tharsis Int'l", "1st Tharsis International"), ("Brigade Thirty-Two", "Brigade 32"),
    ])
    func `finds typing errors, other orders and words that are often left out`(pair: (String, String)) {
        #expect(Self.finds(pair.0, pair.1))
    }

    @Test(arguments: [
        ("Fig Bank", "Wig Bank"), ("Tharsis Hotel", "Tharsis Bakery"), ("Quenby Wexley", "Quenby Tharsis"),
        ("Wexley Robotics", "Wexley Robotics AI"), ("Arcadia", "Arcturus"),
        ("Tharsis Wexley Quenby Fund II", "Tharsis Wexley Quenby Fund III"), ("Brigade 44", "Brigade 45"),
        ("Tharsis Systems", "Tharsis"), ("The BSF Foundation", "The BIRD Foundation"),
        ("Tharsis Europe", "Tharsis Asia"), ("Management Company 23", "Management Company"),
    ])
    func `does not take a shared word for a shared name`(pair: (String, String)) {
        #expect(!Self.finds(pair.0, pair.1))
    }

    @Test(arguments: [
        ("Open Joint Stock Company Tharsis", "Tharsis JSC"), ("ООО «Тарсис»", "Тарсис"),
        ("Общество с ограниченной ответственностью Тарсис", "АО Тарсис"),
        ("Tharsis Gesellschaft mit beschränkter Haftung", "Tharsis GmbH & Co. KG"),
        ("Tharsis S.A. de C.V.", "Tharsis, S. de R.L. de C.V."), ("Tharsis Sp. z o.o.", "Tharsis A/S"),
        ("Tharsis Public Limited Company", "Tharsis p.l.c."), ("شركة ثارسيس", "ثارسيس ش.م.م"),
        ("ثارسيس ذ.م.م", "ثارسيس"), ("תרסיס בע\"מ", "תרסיס בע״מ"), ("株式会社タルシス", "タルシス"),
        ("Tharsis Pvt. Ltd.", "PT Tharsis Tbk"), ("Tharsis Anonim Şirketi", "Tharsis A.Ş."),
    ])
    func `leaves out forms of incorporation of many countries`(pair: (String, String)) {
        #expect(Self.terms.aliasTokens(pair.0) == Self.terms.aliasTokens(pair.1))
    }

    @Test(arguments: ["Co Star", "AG Insurance", "SA Water", "Company", "Open Joint"])
    func `keeps words that only look like a form of incorporation`(name: String) {
        #expect(Self.terms.aliasTokens(name) == MatchText.tokens(name))
    }
}
