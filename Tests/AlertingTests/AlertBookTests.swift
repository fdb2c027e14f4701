import ETLSettings
import Testing

@testable import ETLAlerting

@Suite struct `A book of alerts` {
    private let minute: Int64 = 60

    private var settings: Settings.Alerts {
        var settings = Settings.Alerts()
        settings.groupWait = .zero
        return settings
    }

    private func findings(_ sources: String...) -> AlertFindings {
        var findings = AlertFindings()
        findings.note(
            .quarantine, sources.map { AlertFinding(.quarantine, ["source": $0], "Files of \($0).") })
        return findings
    }

    @Test func `tells only what lasts, once, and its end`() {
        var book = AlertBook()
        #expect(book.step(findings("slack"), settings, at: 0).isEmpty)
        #expect(book.step(findings("slack"), settings, at: 4 * minute).isEmpty)
        let told = book.step(findings("slack"), settings, at: 5 * minute)
        #expect(told.map(\.status) == ["firing"])
        #expect(told.first?.alerts.map(\.starts) == [0])
        #expect(book.step(findings("slack"), settings, at: 6 * minute).isEmpty)
        #expect(book.step(findings(), settings, at: 10 * minute).isEmpty)
        let over = book.step(findings(), settings, at: 11 * minute)
        #expect(over.map(\.status) == ["resolved"])
        #expect(over.first?.alerts.map(\.ends) == [11 * minute])
        #expect(book == AlertBook())
    }

    @Test func `forgets what does not last`() {
        var book = AlertBook()
        _ = book.step(findings("slack"), settings, at: 0)
        _ = book.step(findings(), settings, at: minute)
        #expect(book == AlertBook())
    }

    @Test func `leaves as it is what could not be asked`() {
        var book = AlertBook()
        _ = book.step(findings("slack"), settings, at: 0)
        _ = book.step(findings("slack"), settings, at: 5 * minute)
        #expect(book.step(AlertFindings(), settings, at: 60 * minute).isEmpty)
        #expect(book.alerts.values.map(\.phase) == [.firing])
    }

    @Test func `tells in one message what begins within the wait`() {
        var settings = settings
        settings.groupWait = .seconds(90)
        var book = AlertBook()
        _ = book.step(findings("slack"), settings, at: 0)
        _ = book.step(findings("slack", "telegram"), settings, at: minute)
        #expect(book.step(findings("slack", "telegram"), settings, at: 5 * minute).isEmpty)
        #expect(book.step(findings("slack", "telegram"), settings, at: 6 * minute).isEmpty)
        let told = book.step(findings("slack", "telegram"), settings, at: 7 * minute)
        #expect(told.map(\.alerts.count) == [2])
    }

    @Test func `ends what fires when its rule is turned off`() {
        var settings = settings
        var book = AlertBook()
        _ = book.step(findings("slack"), settings, at: 0)
        _ = book.step(findings("slack"), settings, at: 5 * minute)
        settings.rules = [AlertRule.with(.quarantine) { $0.isOn = false }]
        let over = book.step(findings("slack"), settings, at: 10 * minute)
        #expect(over.map(\.status) == ["resolved"])
    }

    @Test func `tells the end of a silenced alert only to those who were told its begin`() {
        var book = AlertBook()
        for time in [0, 5 * minute] { _ = book.step(findings("slack"), settings, at: time) }
        for time in [6 * minute, 11 * minute] {
            #expect(
                book.step(findings("slack", "telegram"), settings, silenced: [.quarantine], at: time).isEmpty)
        }
        let over = book.step(findings(), settings, silenced: [.quarantine], at: 16 * minute)
        #expect(over.map { $0.alerts.map(\.labels) } == [[["source": "slack"]]])
        #expect(book == AlertBook())
    }

    @Test func `gives an alert the same fingerprint whenever it comes, and another one for other labels`() {
        let one = AlertFinding(.quarantine, ["source": "slack"], "1 file.")
        #expect(one.fingerprint == AlertFinding(.quarantine, ["source": "slack"], "2 files.").fingerprint)
        #expect(one.fingerprint != AlertFinding(.recordsLost, ["source": "slack"], "1 file.").fingerprint)
        #expect(one.fingerprint != AlertFinding(.quarantine, ["source": "telegram"], "1 file.").fingerprint)
    }
}

extension AlertRule {
    /// The built-in rule with a change.
    static func with(_ name: Name, _ change: (inout AlertRule) -> Void) -> AlertRule {
        var rule = AlertRule(name)
        change(&rule)
        return rule
    }
}
