/// What a message with a calendar is sent for (`METHOD`, RFC 5546). Others, as `PUBLISH` and `REQUEST`, state
/// events as an export does.
enum CalendarMethod: String {
    case cancel = "CANCEL"
    case add = "ADD"
    case reply = "REPLY"
    case counter = "COUNTER"
    case declineCounter = "DECLINECOUNTER"
    case refresh = "REFRESH"

    /// Whether a title is that of a mail with which people answer an invitation (`Accepted: Budget round`).
    static func beginsAnswer(_ title: String) -> Bool {
        guard let colon = title.firstIndex(of: ":") else { return false }
        let word = title[..<colon].lowercased().filter { $0 != " " && $0 != "\u{A0}" }
        return answers.contains(word)
    }

    /// In lower case, without blanks.
    private static let answers: Set<String> = [
        "accepted", "declined", "tentative", "tentativelyaccepted", "angenommen", "zugesagt", "abgelehnt",
        "mitvorbehalt", "mitvorbehaltangenommen", "vorläufigzugesagt", "accepté", "acceptée", "refusé",
        "refusée",
        "provisoire", "aceptado", "aceptada", "rechazado", "rechazada", "provisional", "accettato",
        "accettata",
        "rifiutato", "rifiutata", "provvisorio", "aceito", "recusado", "geaccepteerd", "geweigerd",
    ]
}
