import ETLModel
import ETLRendering

/// Writes an occurrence as an item of the unified JSON.
struct CalendarMeeting {
    let uid: String
    /// Tells the event from others of its UID.
    var mark: String?
    let occurrence: CalendarOccurrence
    let guests: CalendarGuests

    private var event: CalendarEvent { occurrence.event }

    func item(asOf: Int64) -> AssembledItem {
        let name = mark.map { "\(uid)#\($0)" } ?? uid
        let key = occurrence.id.map { "\(name)/\($0.text)" } ?? name
        let start = occurrence.start.seconds
        return AssembledItem(
            key: key, section: CalendarAssembler.section.key, sortKey: occurrence.start.text,
            title: event.title ?? uid, members: members(),
            subject: MatchSubject(
                source: .calendar, section: CalendarAssembler.section.key, key: key,
                names: [event.title].compactMap(\.self), emails: guests.emails, people: guests.people),
            firstActivity: start <= asOf ? start : nil, lastActivity: start <= asOf ? start : nil,
            people: guests.people, facts: facts)
    }

    private var facts: ItemFacts {
        var facts = ItemFacts(title: event.title)
        facts.hasTitleMember = true
        facts.meeting = ItemFacts.Meeting(
            start: occurrence.start.seconds, end: occurrence.end.seconds,
            isAllDay: event.start?.isDate ?? false)
        facts.participants = guests.participants
        return facts
    }

    private func members() -> [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.key("uid")
        json.value(uid)
        json.key("recurrence_id")
        json.value(occurrence.id?.text)
        json.key("title")
        json.value(event.title)
        json.key("start")
        json.value(occurrence.start.text)
        json.key("end")
        json.value(occurrence.end.text)
        writeLocalTimes(into: &json)
        json.key("all_day")
        json.value(event.start?.isDate ?? false)
        json.key("status")
        json.value(event.status.text)
        json.key("location")
        json.value(event.location)
        json.key("organizer")
        if let organizer = event.organizer {
            write(organizer, withResponse: false, into: &json)
        } else {
            json.null()
        }
        json.key("attendees")
        json.beginArray()
        for attendee in event.attendees { write(attendee, withResponse: true, into: &json) }
        json.endArray()
        json.key("source_files")
        json.value(occurrence.files.map(\.escaped))
        return json.take()
    }

    private func writeLocalTimes(into json: inout JSONWriter) {
        guard let zone = occurrence.zone, case .moment(let start) = occurrence.start,
            case .moment(let end) = occurrence.end
        else { return }
        json.key("start_local")
        json.value(Self.local(start, offset: occurrence.offsets.start))
        json.key("end_local")
        json.value(Self.local(end, offset: occurrence.offsets.end))
        json.key("timezone")
        json.value(zone.name)
    }

    private static func local(_ moment: Int64, offset: Int64) -> String {
        UTCTime.text(moment + offset).dropLast() + UTCTime.offsetText(seconds: Int(offset))
    }

    private func write(_ person: CalendarEvent.Person, withResponse: Bool, into json: inout JSONWriter) {
        json.beginObject()
        json.key("email")
        json.value(person.email)
        json.key("name")
        json.value(person.name)
        if withResponse {
            json.key("response")
            json.value(person.response)
        }
        json.endObject()
    }
}
