import ETLSettings
import Testing

@testable import ETLAlerting

@Suite struct `What the rules find` {
    private let now: Int64 = 1_772_000_000

    private func found(
        _ rule: AlertRule.Name, _ change: (inout AlertFacts, inout AlertFacts.StoreFacts) -> Void
    ) -> [[String: String]]? {
        var facts = AlertFacts()
        var store = AlertFacts.StoreFacts()
        facts.snapshotWritten = now
        change(&facts, &store)
        if store != AlertFacts.StoreFacts() || facts.store != nil { facts.store = store }
        return facts.findings(Settings.Alerts(), at: now).byRule[rule]?.map(\.labels)
    }

    @Test func `is nothing where all is well`() {
        var facts = AlertFacts()
        facts.store = AlertFacts.StoreFacts()
        facts.store?.away = []
        facts.snapshotWritten = now
        facts.freeBytes = ["database": 1 << 40]
        let findings = facts.findings(Settings.Alerts(), at: now)
        #expect(Set(findings.byRule.keys) == Set(AlertRule.Name.allCases))
        #expect(findings.byRule.values.joined().isEmpty)
    }

    @Test func `says nothing of a store that cannot be read, nor of directories that no daemon watches`() {
        #expect(found(.quarantine) { _, _ in } == nil)
        #expect(found(.dropAway) { $1.reviewItems = 1 } == nil)
        #expect(found(.diskLow) { facts, _ in facts.freeBytes = ["output": 5] } == [["path": "output"]])
    }

    @Test func `is a snapshot that lags, or that nobody keeps`() {
        #expect(found(.snapshotStale) { $1.isRunning = false } == [["reason": "stopped"]])
        #expect(
            found(.snapshotStale) {
                $0.snapshotWritten = now - 901
                $1.hasPendingChanges = true
            } == [["reason": "pending"]])
        #expect(
            found(.snapshotStale) {
                $0.snapshotWritten = now - 899
                $1.hasPendingChanges = true
            } == [])
        #expect(
            found(.snapshotStale) {
                $0.snapshotWritten = now - 901
                $1.reviewItems = 1
            } == [])
    }

    @Test func `is told apart by source and directory`() {
        #expect(
            found(.quarantine) { $1.quarantined = ["slack": 2, "telegram": 1] } == [
                ["source": "slack"], ["source": "telegram"],
            ])
        #expect(found(.recordsLost) { $1.lost = ["hubspot": 1] } == [["source": "hubspot"]])
        #expect(
            found(.sourceSilent) { $1.arrivals = ["slack": now - 8 * 86_400, "hubspot": now] } == [
                ["source": "slack"]
            ])
        #expect(found(.dropAway) { $1.away = ["chats"] } == [["drop": "chats"]])
        #expect(found(.reviewBacklog) { $1.reviewItems = 101 } == [[:]])
        #expect(found(.reviewBacklog) { $1.reviewItems = 100 } == [])
    }
}
