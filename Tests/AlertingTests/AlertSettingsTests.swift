import ETLSettings
import Testing

@Suite struct `Settings of alerts` {
    private func load(_ variables: [String: String]) throws -> LoadedSettings {
        try SettingsLoader(workingDirectory: "/nowhere", environment: variables).load()
    }

    @Test func `change a rule in what they name`() throws {
        let alerts = try load([
            "ETL_ALERTS_RULES":
                "quarantine off,disk_low limit=5GiB for=10m severity=warning,source_silent limit=2d repeat=12h"
        ]).settings.alerts
        #expect(!alerts.rule(.quarantine).isOn)
        let disk = alerts.rule(.diskLow)
        #expect(disk.limit == 5 << 30)
        #expect(disk.pause == .seconds(600))
        #expect(disk.severity == .warning)
        #expect(disk.repeatAfter == AlertRule(.diskLow).repeatAfter)
        #expect(alerts.rule(.sourceSilent).limit == 2 * 86_400)
        #expect(alerts.rule(.sourceSilent).repeatAfter == .seconds(43_200))
        #expect(alerts.rule(.dropAway) == AlertRule(.dropAway))
    }

    @Test(arguments: [
        "no_rule", "disk_low limit=many", "drop_away limit=3", "quarantine for", "quarantine repeat=1s",
        "quarantine limit=-1", "quarantine severity=loud", "quarantine on=true",
    ])
    func `refuse a rule that says nothing`(text: String) {
        #expect(throws: ConfigurationError.self) { try load(["ETL_ALERTS_RULES": text]) }
    }

    @Test(arguments: [
        "ops", "ops=pager:1", "ops=webhook:ftp://host", "ops=webhook:https://", "ops=sendmail:nobody",
        "ops=sendmail:a@b c", "ops=command:relative", "o ps=command:/bin/true", "=command:/bin/true",
        "ops=sendmail:a@example.com\nBcc: b@example.com",
    ])
    func `refuse a channel that leads nowhere`(text: String) {
        #expect(throws: ConfigurationError.self) { try load(["ETL_ALERTS_CHANNELS": text]) }
    }

    @Test func `refuse two channels of one name`() {
        #expect(throws: ConfigurationError.self) {
            try load(["ETL_ALERTS_CHANNELS": "ops=command:/bin/true,ops=sendmail:ops@example.com"])
        }
    }

    @Test func `are listed without what may be secret`() throws {
        let loaded = try load(["ETL_ALERTS_CHANNELS": "ops=webhook:https://hooks.example/a/secret"])
        #expect(loaded.settings.alerts.channels.first?.target == "https://hooks.example/a/secret")
        let listed = loaded.effective.first { $0.name == "alerts.channels" }?.value
        #expect(listed == "ops=webhook:…")
    }
}
