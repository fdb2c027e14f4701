import ETLModel

/// Addresses of people, and of what takes part without being one.
enum CalendarPeople {
    /// The address in lower case, without what stands around it; `nil` for what is none.
    static func email(_ text: String) -> String? {
        let address = trimmed(EmailAddress.bare(trimmed(text)))
        guard let at = address.lastIndex(of: "@"), at > address.startIndex,
            address.index(after: at) < address.endIndex, !address.contains(" "), address.utf8.count <= 320
        else { return nil }
        return address.lowercased()
    }

    /// The name in `Ann Wexley <ann@acme.example>` or `"Wexley, Ann" <ann@acme.example>`.
    static func name(besideAddress text: String) -> String? {
        guard var name = EmailAddress.displayName(trimmed(text)).map(trimmed) else { return nil }
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") {
            name = trimmed(name.dropFirst().dropLast())
        }
        return CalendarProperty.nonEmpty(name)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(decoding: CalendarProperty.trimmed(Array(text.utf8)[...]), as: UTF8.self)
    }

    /// Rooms and equipment have addresses of their own in Google's calendars, and so have the calendars.
    static func isResource(_ email: String?) -> Bool {
        guard let email else { return false }
        return email.hasSuffix("@resource.calendar.google.com") || isCalendar(email)
    }

    static func isCalendar(_ email: String) -> Bool {
        email.hasSuffix("@group.calendar.google.com") || email.hasSuffix("@group.v.calendar.google.com")
    }
}
