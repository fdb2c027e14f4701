extension TransformError.Rule {
    /// Says in words how a file or record breaks the rule.
    public var text: String { Self.texts[rawValue] ?? "is not as its format prescribes (\(rawValue))" }

    private static let texts: [String: String] = [
        "archive.format": "is a damaged archive",
        "archive.header": "is an archive with a damaged list of files",
        "archive.member": "holds a file that is damaged",
        "calendar.api.items": "has items that are no list",
        "calendar.api.json": "is no valid JSON",
        "calendar.api.page": "holds something other than a page of events",
        "hubspot.association": "has an association without the ids of both records",
        "hubspot.csv.cells":
            "has a row with more cells than the header: a cell that holds the separator is not quoted",
        "hubspot.csv.header": "has no header with the columns of a HubSpot export",
        "hubspot.csv.row": "has a row with fewer cells than the header",
        "hubspot.json": "is no valid JSON",
        "hubspot.object": "has a record that is no deal, company or contact",
        "hubspot.page": "has no list of results",
        "ics.begin": "does not begin with BEGIN:VCALENDAR",
        "ics.component.end": "has a component without its END line",
        "ics.event.end": "has an event without END:VEVENT",
        "ics.line": "has a line that is no NAME:VALUE",
        "ics.until.before.start": "has a series that ends before it starts",
        "ics.uid.reused": "has two events with one UID",
        "json.name": "is no valid JSON",
        "mapping.csv": "is no table",
        "slack.chunk": "has a line that is no JSON object",
        "slack.day": "is no valid JSON list of messages",
        "slack.dump": "is no valid JSON dump of a conversation",
        "slack.list": "is no valid JSON list",
        "slack.message": "has a message that is no JSON object",
        "telegram.html.attributes": "has tags with more attributes than Telegram writes",
        "telegram.html.message": "has messages behind a comment or tag that does not end",
        "telegram.html.page": "has no header of a Telegram page",
        "telegram.json.chat": "has a chat that is no JSON object",
        "telegram.json.end": "goes on behind the end of its JSON",
        "telegram.json.message": "has a message that is no valid JSON object",
        "telegram.json.messages": "has messages that are no list",
        "telegram.json.order": "has messages before the chat's name, type or id",
        "telegram.json.root": "is no JSON object",
        "telegram.json.structure": "is no valid JSON",
        "telegram.json.value": "is no valid JSON",
        "xlsx.attributes": "has cells with more attributes than workbooks have",
        "xlsx.cell": "has a cell without a place in its row",
        "xlsx.doctype": "declares a document type, which workbooks never do",
        "xlsx.string": "refers to a text that it does not hold",
        "xlsx.xml": "holds a sheet that is no valid XML",
    ]
}

extension TransformError.Field {
    /// How a value of the field is written.
    var expectedForm: String? { Self.forms[rawValue] }

    private static let time = "a time such as 20240630T140500Z"
    private static let date = "a date such as 2024-06-30 14:05"
    private static let rule = "a rule such as FREQ=WEEKLY;COUNT=10"
    private static let forms: [String: String] = [
        "Amount": "a number such as 1234.50",
        "Close Date": date,
        "Create Date": date,
        "Last Activity Date": date,
        "Last Modified Date": date,
        "Record ID": "a number",
        "DTSTART": time,
        "DTEND": time,
        "EXDATE": time,
        "RDATE": time,
        "RECURRENCE-ID": time,
        "DURATION": "a duration such as PT1H30M",
        "RRULE": rule,
        "EXRULE": rule,
        "recurrence": rule,
        "TZID": "a zone such as Europe/Berlin",
        "date": "a time such as 2024-06-30T14:05:00",
        "ts": "a time such as 1719756300.000100",
        "type": "message, service or unsupported",
    ]
}
