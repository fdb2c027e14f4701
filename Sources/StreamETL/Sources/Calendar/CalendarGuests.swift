import ETLModel

/// Those who are invited to an event, as its meetings state them.
///
/// The occurrences of a series have the same guests as a rule: made once, their texts are shared by all of its
/// meetings. An event of 100,000 people that recurs each week would hold a million texts otherwise.
struct CalendarGuests {
    private let attendees: [CalendarEvent.Person]
    private let organizer: CalendarEvent.Person?
    /// Names, addresses where there is none; sorted, each once.
    let people: [String]
    /// Sorted, each once.
    let emails: [String]
    /// Each once, by their address, by their name where there is none.
    let participants: [Participant]

    init(of event: CalendarEvent) {
        (attendees, organizer) = (event.attendees, event.organizer)
        let everyone = event.attendees + [event.organizer].compactMap(\.self)
        people = Set(everyone.lazy.compactMap { $0.name ?? $0.email }).sorted()
        emails = Set(everyone.lazy.compactMap(\.email)).sorted()
        var seen: Set<String> = []
        participants = everyone.filter { person in
            (person.email ?? person.name).map { seen.insert($0).inserted } ?? false
        }
        .map { Participant(role: .attendee, name: $0.name, address: $0.email) }
    }

    /// Whether the event has these guests. Costs nothing for occurrences that share their event's list.
    func areGuests(of event: CalendarEvent) -> Bool {
        organizer == event.organizer && attendees == event.attendees
    }
}
