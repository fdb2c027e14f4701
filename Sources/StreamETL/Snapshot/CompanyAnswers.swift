import ETLMatching
import ETLModel
import ETLStore

/// The rows of a company, its people and its weeks, made of the values that its items hand over.
struct CompanyAnswers {
    private let company: SnapshotContent.Company
    private let sides: PersonSides
    private var row: CompanyRow
    private var people: CompanyPeople
    private var domains: [String]
    private var weeks = WeekCounts()
    private var meetingWeeks = WeekCounts()
    private var openValues: [String?: CompanyRow.OpenValue] = [:]
    private var lastMessage: (row: MessageRow, person: Int?)?

    init(_ company: SnapshotContent.Company, sources: [Source], sides: PersonSides) {
        self.company = company
        self.sides = sides
        row = CompanyRow(name: company.name)
        people = CompanyPeople(sources: sources)
        domains = company.domains
    }

    mutating func add(_ item: SnapshotItem, source: Source) {
        noteActivity(of: item, source: source)
        guard let facts = item.facts else {
            if item.messageCount > 0 { noteContact(item.firstActivity, item.lastActivity, source) }
            return
        }
        weeks.add(facts.weeks)
        domains += facts.domains
        if let meeting = facts.meeting { add(meeting, of: item, facts, source) }
        if let deal = facts.deal, deal.isOpen ?? false { addOpen(deal) }
        let began = facts.meeting.flatMap { item.firstActivity == nil ? nil : $0.start }
        for participant in facts.participants {
            let person = people.add(participant, of: source, meeting: began)
            guard participant.role == .author else { continue }
            noteContact(participant.share.first, participant.share.last, source)
            noteMessage(participant, by: person, in: item, source)
        }
    }

    private mutating func noteActivity(of item: SnapshotItem, source: Source) {
        row.firstActivity = Self.earlier(row.firstActivity, item.firstActivity)
        if let last = item.lastActivity, last > row.lastActivity?.time ?? .min {
            row.lastActivity = CompanyRow.Activity(
                time: last, section: item.section, itemKey: item.key, title: item.title)
        }
        guard source == .hubspot else { return }
        row.crmFirstActivity = Self.earlier(row.crmFirstActivity, item.firstActivity)
        row.crmLastActivity = Self.later(row.crmLastActivity, item.lastActivity)
    }

    private mutating func noteContact(_ first: Int64?, _ last: Int64?, _ source: Source) {
        row.firstContact = Self.earlier(row.firstContact, first)
        row.lastContact = Self.later(row.lastContact, last)
        row.lastContacts[source.rawValue] = Self.later(row.lastContacts[source.rawValue], last)
    }

    private mutating func noteMessage(
        _ author: Participant, by person: Int?, in item: SnapshotItem, _ source: Source
    ) {
        guard let last = author.share.last, last > lastMessage?.row.timestamp ?? .min else { return }
        lastMessage = (
            MessageRow(
                company: company.name, source: source.rawValue, section: item.section, itemKey: item.key,
                messageID: author.lastMessageID, timestamp: last, author: author.name ?? author.id,
                side: .unknown, text: nil), person
        )
    }

    private mutating func add(
        _ meeting: ItemFacts.Meeting, of item: SnapshotItem, _ facts: ItemFacts, _ source: Source
    ) {
        // A meeting that begins after `as_of` is no activity yet.
        if item.firstActivity != nil {
            noteContact(meeting.start, meeting.start, source)
            meetingWeeks.add(time: meeting.start)
        } else if meeting.start < row.nextMeeting?.start ?? .max {
            row.nextMeeting = MeetingRow(
                company: company.name, itemKey: item.key, title: facts.title, start: meeting.start,
                end: meeting.end, isAllDay: meeting.isAllDay, people: facts.labels)
        }
    }

    private mutating func addOpen(_ deal: DealFacts) {
        row.openDealCount += 1
        var open =
            openValues[deal.currency]
            ?? CompanyRow.OpenValue(currency: deal.currency, count: 0, value: DecimalSum())
        open.count += 1
        if let value = deal.value { open.value.add(value) }
        openValues[deal.currency] = open
    }

    func finish() -> (company: CompanyRow, people: [PersonRow], activity: [ActivityRow]) {
        var row = row
        let found = people.rows(of: company.name, domains: sides.domains(of: domains), sides: sides)
        if var last = lastMessage {
            last.row.side = last.person.map(found.sideOfPlace) ?? .unknown
            row.lastMessage = last.row
        }
        row.openValues = openValues.values.sorted { ($0.currency ?? "") < ($1.currency ?? "") }
        return (row, found.rows, activity)
    }

    private var activity: [ActivityRow] {
        var rows: [Int64: ActivityRow] = [:]
        for week in weeks.weeks {
            rows[week.start] = ActivityRow(company: company.name, week: week.start, messages: week.count)
        }
        for week in meetingWeeks.weeks {
            rows[week.start, default: ActivityRow(company: company.name, week: week.start)].meetings +=
                week.count
        }
        return rows.values.sorted { $0.week < $1.week }
    }

    private static func earlier(_ one: Int64?, _ other: Int64?) -> Int64? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    private static func later(_ one: Int64?, _ other: Int64?) -> Int64? {
        guard let one, let other else { return one ?? other }
        return max(one, other)
    }
}
