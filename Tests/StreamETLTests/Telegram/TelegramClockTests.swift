import Foundation
import Testing

@testable import ETLModel
@testable import ETLTelegram

@Suite struct `A Telegram stamp` {
    @Test(arguments: [
        // Printed with the standard offset in summer: the zone's daylight saving counts.
        ("01.07.2024 12:00:00 UTC+01:00", "2024-07-01T10:00:00Z"),
        ("01.01.2024 12:00:00 UTC+01:00", "2024-01-01T11:00:00Z"),
        // Printed with another offset: taken at its word.
        ("01.07.2024 12:00:00 UTC+05:30", "2024-07-01T06:30:00Z"),
        ("01.07.2024 12:00:00 UTC-03:00", "2024-07-01T15:00:00Z"),
        ("01.07.2024 12:00:00 UTC+00:00", "2024-07-01T12:00:00Z"),
        // Without an offset: the zone's civil time.
        ("01.07.2020 12:00:00", "2020-07-01T10:00:00Z"),
        ("01.01.2020 12:00:00", "2020-01-01T11:00:00Z"),
        // The day of the change, before and after it, the hour that is missing and the one that is twice.
        ("31.03.2024 01:30:00 UTC+01:00", "2024-03-31T00:30:00Z"),
        ("31.03.2024 02:30:00 UTC+01:00", "2024-03-31T01:30:00Z"),
        ("31.03.2024 03:30:00 UTC+01:00", "2024-03-31T01:30:00Z"),
        ("27.10.2024 02:30:00 UTC+01:00", "2024-10-27T00:30:00Z"),
        ("27.10.2024 03:30:00 UTC+01:00", "2024-10-27T02:30:00Z"),
    ])
    func `is brought into UTC by the rules of Berlin`(stamp: String, expected: String) async throws {
        let zone = TelegramZone(try #require(TimeZone(identifier: "Europe/Berlin")))
        let messages = try await telegramMessages(
            TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x", at: stamp)), zone: zone)
        #expect(messages[0].text("timestamp") == expected)
    }

    @Test(arguments: [
        ("24.09.2020 13:05:07", "2020-09-24T13:05:07"),
        ("24.09.2020 13:05:07 UTC+02:00", "2020-09-24T13:05:07+02:00"),
    ])
    func `is kept as printed`(stamp: String, printed: String) async throws {
        let messages = try await telegramMessages(
            TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x", at: stamp)))
        #expect(messages[0].text("timestamp_printed") == printed)
    }

    @Test(arguments: [
        "", "yesterday", "24.09.2020", "99.09.2020 13:05:00", "24.09.2020 13:05:00 GMT",
        "24.09.2020 13:05:00 UTC+", "24.09.2020 13:05:00 UTC+99:00", "24.09.2020 13:05:00 UTC+01:00 and more",
    ])
    func `that is none leaves the message without a time`(stamp: String) async throws {
        let html = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x", at: stamp))
        let page = try await telegramContributions(
            "c/messages.html", Array(html.utf8), by: TelegramHTMLTransformer())[0]
        #expect(page.warnings == [TransformWarning(.invalidValue("date"))])
        #expect(try TelegramPageHeading(decoding: page.heading).regularCount == 1)
    }

    @Test func `is part of the transformer's identity`() throws {
        let berlin = TelegramZone(try #require(TimeZone(identifier: "Europe/Berlin")))
        #expect(TelegramHTMLTransformer(zone: berlin).identity != TelegramHTMLTransformer().identity)
    }
}
