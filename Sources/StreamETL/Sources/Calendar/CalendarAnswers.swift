/// What people answered to an invitation (`METHOD:REPLY`): it changes their own status, and nothing else
/// (RFC 5546, 3.2.3).
struct CalendarAnswers {
    private struct Answer {
        let response: String
        let sequence: Int64
        let updated: Int64
    }

    /// The last one of each address, to the event as a whole.
    private var answers: [String: Answer] = [:]

    init(_ versions: [CalendarVersion]) {
        for version in versions where version.event.recurrenceID == nil {
            for person in version.event.attendees {
                guard let email = person.email, let response = person.response else { continue }
                let answer = Answer(
                    response: response, sequence: version.event.sequence ?? 0,
                    updated: version.event.updated ?? .min)
                if let known = answers[email],
                    (known.sequence, known.updated) > (answer.sequence, answer.updated)
                {
                    continue
                }
                answers[email] = answer
            }
        }
    }

    /// The event with the status of those who answered after it was stated so, and to no earlier version of
    /// it.
    func applied(to event: CalendarEvent) -> CalendarEvent {
        guard !answers.isEmpty, event.recurrenceID == nil else { return event }
        var event = event
        for index in event.attendees.indices {
            guard let email = event.attendees[index].email, let answer = answers[email],
                answer.sequence >= event.sequence ?? 0, answer.updated >= event.updated ?? .min
            else { continue }
            event.attendees[index].response = answer.response
        }
        return event
    }
}
