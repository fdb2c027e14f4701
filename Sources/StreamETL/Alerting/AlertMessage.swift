import ETLModel
import Foundation

/// A notification as the kinds of channels take it.
struct AlertMessage {
    /// Of one rule's alerts as many are listed: a message stays below 64 KiB, which a pipe holds at once.
    static let mostAlerts = 50

    let notification: AlertNotification
    let receiver: String
    /// How a browser reaches `serve`.
    let link: String

    private var shown: [AlertNotification.Told] {
        Array((notification.firing + notification.resolved).prefix(Self.mostAlerts))
    }

    private var hiddenCount: Int { max(notification.alerts.count - Self.mostAlerts, 0) }

    private var title: String {
        let count = notification.firing.count
        return (count > 0 ? "[FIRING:\(count)]" : "[RESOLVED]") + " etl-watch: \(notification.rule)"
    }

    private func line(_ alert: AlertNotification.Told) -> String {
        let end =
            alert.ends.map { " (over since \(UTCTime.text($0)))" } ?? " (since \(UTCTime.text(alert.starts)))"
        return alert.summary + end
    }

    private var hiddenLine: [String] {
        hiddenCount > 0 ? ["and \(hiddenCount) more"] : []
    }
}

extension AlertMessage {
    /// What Alertmanager's webhooks send, version 4. The notification's id is an annotation.
    func alertmanager() throws -> Data {
        try Self.encoder.encode(Payload(self))
    }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private struct Payload: Encodable {
        struct Alert: Encodable {
            let status: String
            let labels: [String: String]
            let annotations: [String: String]
            let startsAt: String
            let endsAt: String
            let generatorURL: String
            let fingerprint: String
        }

        let version = "4"
        let groupKey: String
        let truncatedAlerts: Int
        let status: String
        let receiver: String
        let groupLabels: [String: String]
        let commonLabels: [String: String]
        let commonAnnotations: [String: String]
        let externalURL: String
        let alerts: [Alert]

        init(_ message: AlertMessage) {
            let notification = message.notification
            let rule = ["alertname": notification.rule]
            groupKey = "{}:{alertname=\"\(notification.rule)\"}"
            truncatedAlerts = message.hiddenCount
            status = notification.status
            receiver = message.receiver
            groupLabels = rule
            externalURL = message.link
            alerts = message.shown.map { alert in
                Alert(
                    status: alert.ends == nil ? "firing" : "resolved",
                    labels: alert.labels.merging(rule) { $1 }
                        .merging(["severity": notification.severity]) { $1 },
                    annotations: [
                        "summary": alert.summary, "description": notification.remedy,
                        "notification_id": notification.id,
                    ],
                    startsAt: UTCTime.text(alert.starts),
                    // Go's zero time, as Alertmanager writes it.
                    endsAt: alert.ends.map(UTCTime.text) ?? "0001-01-01T00:00:00Z",
                    generatorURL: message.link, fingerprint: alert.fingerprint)
            }
            commonLabels = Self.common(alerts.map(\.labels))
            commonAnnotations = Self.common(alerts.map(\.annotations))
        }

        private static func common(_ sets: [[String: String]]) -> [String: String] {
            (sets.first ?? [:]).filter { pair in sets.allSatisfy { $0[pair.key] == pair.value } }
        }
    }
}

extension AlertMessage {
    /// What Slack's incoming webhooks take.
    func slack() throws -> Data {
        let lines = shown.map { "• " + Self.escaped(line($0)) } + hiddenLine.map(Self.escaped)
        let text =
            (["*\(Self.escaped(title))*"] + lines + [
                Self.escaped(notification.remedy), "<\(Self.escaped(link))|etl-watch>",
            ])
            .joined(separator: "\n")
        return try Self.encoder.encode(["text": text])
    }

    /// The three characters that Slack gives a meaning.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// A whole message for `sendmail -t`. Equal attempts have equal message ids.
    func mail(to address: String) -> Data {
        let head = [
            "To: \(address)", "Subject: \(title)", "Message-ID: <\(notification.id)@etl-watch.invalid>",
            "X-Notification-Id: \(notification.id)", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        ]
        let body =
            shown.map { "- " + line($0) } + hiddenLine + [
                "", notification.remedy, link, "Notification \(notification.id)",
            ]
        return Data((head + [""] + body + [""]).joined(separator: "\n").utf8)
    }
}
