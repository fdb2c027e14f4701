import Testing

@testable import ETLModel
@testable import ETLSettings
@testable import ETLWatching

@Suite
struct `Names that are no exports` {
    @Test(arguments: [
        "plan.ics.filepart", "plan.ics.aria2", "plan.ics.part", "Plan.ICS.TMP", "plan.ics.!qB",
        "plan.ics.opdownload",
        "Unconfirmed 123.crdownload", "plan.ics~", "plan.ics.bak", "plan.ics.orig", "#plan.ics#",
        "~$deals.xlsx",
        ".plan.ics.swp", ".~lock.deals.csv#", "plan.sync-conflict-20260502-101500-ABCDEFG.ics",
        "plan (Ann's conflicted copy 2026-05-02).ics", "plan (conflicted copy 2026-05-02 101500).ics",
        "plan_conflict-20260502-101500.ics", "plan - Copy.ics", "plan - Copy (2).ics", "plan (copy).ics",
    ])
    func `are those of unfinished files and of copies`(name: String) {
        #expect(DropFilter().ignoresFile(named: Array(name.utf8)))
    }

    @Test(arguments: [
        "plan.ics", "messages2.html", "2024-05-02.json", "plan (1).ics", "deals-2024-06-30 (2).csv",
        "part.csv",
        "partial.json", "bak", "a#b.ics", "conflict.ics", "Copywriting.csv", "temp.json", "tmp", "Copy.csv",
        "old.zip", "C01ACME.json.gz",
    ])
    func `are not those of exports`(name: String) {
        #expect(!DropFilter().ignoresFile(named: Array(name.utf8)))
    }

    @Test func `may be added to, and taken out`() {
        let filter = DropFilter(names: ["draft-*.ics", "?.json", "!*.bak"])
        for name in ["draft-1.ics", "Draft-.ICS", "a.json", "x.part"] {
            #expect(filter.ignoresFile(named: Array(name.utf8)), "\(name)")
        }
        for name in ["a.draft-1.ics", "draft-1.csv", "ab.json", "plan.ics.bak"] {
            #expect(!filter.ignoresFile(named: Array(name.utf8)), "\(name)")
        }
        #expect(filter.mark != DropFilter().mark)
    }

    @Test(arguments: [
        ("*", ""), ("*a*b*c", "xxaxxbxxcxbc"), ("a?c", "abc"), ("**", "x"), ("*.*", "a.b"), ("", ""),
    ])
    func `match patterns`(pattern: String, name: String) {
        #expect(NamePattern(pattern).matches(FoldedName(name.utf8)))
    }

    @Test(arguments: [("*a*b*c", "xxaxxbxxcx"), ("a?c", "ac"), ("?", ""), ("", "x"), ("*.ics", "ics")])
    func `do not match other patterns`(pattern: String, name: String) {
        #expect(!NamePattern(pattern).matches(FoldedName(name.utf8)))
    }
}
