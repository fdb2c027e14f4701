import ETLCalendar
import ETLFormats
import ETLHubSpot
public import ETLModel
public import ETLSettings
import ETLSlack
import ETLTelegram
import ETLWatching

extension SourceCatalog {
    /// The sources that come with the program, read as `settings` say.
    ///
    /// To add one of your own, append its transformers and its assembler.
    public static func standard(_ settings: Settings) -> SourceCatalog {
        let limits = settings.limits
        let counts = ReadingCounts(names: TelegramHTMLTransformer.countNames)
        let telegramZone = TelegramZone(settings.zone(of: .telegram).timeZone)
        let crmZone = settings.zone(of: .hubspot).timeZone
        let telegram: [any Transformer] = [
            TelegramHTMLTransformer(
                zone: telegramZone, limits: limits, reader: settings.telegramReader, counts: counts),
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
            SlackDumpTransformer(limits: limits), SlackChunkTransformer(limits: limits),
            SlackDatabaseTransformer(),
        ]
        let calendarZone = settings.zone(of: .calendar).timeZone
        let calendar: [any Transformer] = [
            CalendarICSTransformer(zone: calendarZone, limits: limits),
            CalendarAPITransformer(zone: calendarZone, limits: limits),
        ]
        let readers = slack + telegram + calendar + hubspot
        return SourceCatalog(
            transformers: readers + archives(of: readers, settings),
            assemblers: [
                SlackAssembler(), TelegramAssembler(), CalendarAssembler(limits: limits), HubSpotAssembler(),
            ], counts: counts)
    }

    /// The transformers of archives. In a drop directory for any source, an archive may hold exports of several
    /// sources, and counts as the one that its names show first. Elsewhere only files of the drop's source are read.
    private static func archives(of readers: [any Transformer], _ settings: Settings) -> [any Transformer] {
        let limits = settings.limits
        let filter = DropFilter(names: settings.ignoredNames)
        let recognition = ArchiveRecognition.standard(readers: readers)
        // The contents of an archive in an archive may be at most this many times its size.
        var innerLimits = limits
        innerLimits.expansionRatio = min(limits.expansionRatio, 100)
        // The reader of an archive in an archive holds a share already and must not wait for another.
        let (shares, innerShares) = (ReadingSemaphore(), ReadingSemaphore())
        func archives(isForAnyDrop: Bool, isInner: Bool) -> [any Transformer] {
            [Source.slack, .telegram, .calendar, .hubspot].map { source in
                ArchiveTransformer(
                    source: source, members: isForAnyDrop ? readers : readers.filter { $0.source == source },
                    inner: isInner ? [] : archives(isForAnyDrop: isForAnyDrop, isInner: true),
                    limits: isInner ? innerLimits : limits, shares: isInner ? innerShares : shares,
                    recognition: recognition,
                    passesOver: { filter.ignoresFile(named: $0.name) || filter.ignoresParent(of: $0) },
                    rules: filter.mark, isForAnyDrop: isForAnyDrop)
            }
        }
        return archives(isForAnyDrop: true, isInner: false) + archives(isForAnyDrop: false, isInner: false)
    }
}
