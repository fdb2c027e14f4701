import ETLSettings
import Foundation
import Testing

@testable import ETLAlerting

@Suite struct `A message` {
    /// One alert that lasts and one that is over.
    private static func notification(_ summary: String = "3 files of slack in quarantine.")
        -> AlertNotification
    {
        var slack = AlertBook.Alert(
            finding: AlertFinding(.quarantine, ["source": "slack"], summary), since: 1_772_000_000,
            seen: 1_772_000_300)
        slack.phase = .firing
        var telegram = AlertBook.Alert(
            finding: AlertFinding(.quarantine, ["source": "telegram"], "1 file of telegram in quarantine."),
            since: 1_771_990_000, seen: 1_771_995_000)
        (telegram.phase, telegram.ended) = (.resolved, 1_772_000_300)
        return AlertNotification(
            rule: AlertRule(.quarantine), at: 1_772_000_300, isRepeat: false,
            alerts: [slack, telegram].map { .init($0, fingerprint: $0.finding.fingerprint) })
    }

    private static func message(_ notification: AlertNotification = notification()) -> AlertMessage {
        AlertMessage(notification: notification, receiver: "ops", link: "http://127.0.0.1:8420")
    }

    /// A payload without fingerprints, of which every program has its own; they are to be sixteen hexadecimal digits.
    private static func payload(_ data: Data) throws -> NSDictionary {
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        object["alerts"] = try #require(object["alerts"] as? [[String: Any]]).map { alert in
            let fingerprint = try #require(alert["fingerprint"] as? String)
            #expect(fingerprint.wholeMatch(of: /[0-9a-f]{16}/) != nil)
            return alert.filter { $0.key != "fingerprint" }
        }
        return object as NSDictionary
    }

    /// `scripts/monitoring_checks` holds the file against what an Alertmanager sends.
    @Test func `to a webhook is what Alertmanager sends of the same alerts`() throws {
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/alertmanager.json")
        #expect(
            try Self.payload(Self.message().alertmanager()) == Self.payload(Data(contentsOf: golden)))
    }

    @Test func `lists so many alerts and counts the others`() throws {
        let alerts = (0..<80).map { number in
            AlertNotification.Told(
                fingerprint: "\(number)", labels: ["drop": "\(number)"], summary: "Away.", starts: 0)
        }
        let notification = AlertNotification(
            rule: AlertRule(.dropAway), at: 0, isRepeat: false, alerts: alerts)
        let body = try Self.message(notification).alertmanager()
        let object = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
        #expect(object["truncatedAlerts"] as? Int == 30)
        #expect((object["alerts"] as? [Any])?.count == 50)
        #expect(body.count < 64 << 10)
    }

    @Test func `to Slack escapes what Slack reads as markup`() throws {
        let body = try Self.message(Self.notification("Files <!channel> of A & B.")).slack()
        let text = try #require(try JSONDecoder().decode([String: String].self, from: body)["text"])
        #expect(text.contains("Files &lt;!channel&gt; of A &amp; B."))
        #expect(text.hasPrefix("*[FIRING:1] etl-watch: quarantine*\n"))
    }

    @Test func `by e-mail names the notification in a header and in the body`() throws {
        let notification = Self.notification()
        let mail = String(decoding: Self.message(notification).mail(to: "ops@example.com"), as: UTF8.self)
        let halves = mail.components(separatedBy: "\n\n")
        #expect(halves[0].contains("To: ops@example.com\nSubject: [FIRING:1] etl-watch: quarantine\n"))
        #expect(halves[0].contains("\nX-Notification-Id: \(notification.id)\n"))
        #expect(mail.hasSuffix("Notification \(notification.id)\n"))
    }
}
