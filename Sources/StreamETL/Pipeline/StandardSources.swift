import ETLCalendar
import ETLFormats
import ETLHubSpot
public import ETLModel
public import ETLSettings
import ETLSlack
import ETLTelegram

extension SourceCatalog {
    /// The sources that come with the program, read as `settings` say.
    ///
    /// To add one of your own, append its transformers and its assembler.
    public static func standard(_ settings: Settings) -> SourceCatalog {
        let limits = settings.limits
        let telegramZone = TelegramZone(settings.zone(of: .telegram).timeZone)
        let crmZone = settings.zone(of: .hubspot).timeZone
        let telegram: [any Transformer] = [
            TelegramHTMLTransformer(zone: telegramZone, limits: limits),
            TelegramResultJSONTransformer(zone: telegramZone, limits: limits),
        ]
        let hubspot: [any Transformer] = [
            HubSpotCSVTransformer(limits: limits, zone: crmZone),
            HubSpotAPITransformer(limits: limits, zone: crmZone),
            HubSpotNamesTransformer(limits: limits),
            HubSpotWorkbookTransformer(limits: limits, zone: crmZone),
        ]
        let slack: [any Transformer] = [
            SlackDayTransformer(limits: limits), SlackListTransformer(limits: limits),
        ]
        let calendarZone = settings.zone(of: .calendar).timeZone
        let calendar: [any Transformer] = [
            CalendarICSTransformer(zone: calendarZone, limits: limits),
            CalendarAPITransformer(zone: calendarZone, limits: limits),
        ]
        let shares = ReadingShares()
        let archives: [any Transformer] = [
            ArchiveTransformer(source: .slack, members: slack, limits: limits, shares: shares),
            ArchiveTransformer(source: .telegram, members: telegram, limits: limits, shares: shares),
            ArchiveTransformer(source: .calendar, members: calendar, limits: limits, shares: shares),
            ArchiveTransformer(source: .hubspot, members: hubspot, limits: limits, shares: shares),
        ]
        return SourceCatalog(
            transformers: slack + telegram + calendar + hubspot + archives,
            assemblers: [
                SlackAssembler(), TelegramAssembler(), CalendarAssembler(limits: limits), HubSpotAssembler(),
            ])
    }
}
