package import ETLModel
package import ETLRendering

extension JSONWriter {
    /// A moment, or `null`.
    package mutating func value(moment: Int64?) {
        if let moment { value(time: moment) } else { null() }
    }

    /// An element of a company's `people`.
    package mutating func value(_ person: PersonRow) {
        beginObject()
        key("name")
        value(person.name)
        key("addresses")
        value(person.addresses)
        key("ids")
        value(person.ids)
        key("side")
        value(person.side.rawValue)
        key("side_reason")
        value(person.reason.rawValue)
        key("sources")
        value(person.sources)
        key("first_contact")
        value(moment: person.firstContact)
        key("last_contact")
        value(moment: person.lastContact)
        key("message_count")
        value(person.messageCount)
        key("message_counts")
        beginObject()
        for (source, count) in person.messages {
            key(named: source)
            value(count)
        }
        endObject()
        key("meeting_count")
        value(person.meetings)
        endObject()
    }

    /// An element of a company's `activity`.
    package mutating func value(_ week: ActivityRow) {
        beginObject()
        key("week")
        value(String(UTCTime.text(week.week).prefix(10)))
        key("messages")
        value(week.messages)
        key("meetings")
        value(week.meetings)
        endObject()
    }

    /// Writes the members of a company's `summary`, except its counts.
    ///
    /// - Parameter sources: The sources that can show contact.
    package mutating func members(of company: CompanyRow, sources: [Source]) {
        key("last_activity_of")
        if let activity = company.lastActivity {
            beginObject()
            key("section")
            value(activity.section)
            key("item_key")
            value(activity.itemKey)
            key("title")
            value(activity.title)
            endObject()
        } else {
            null()
        }
        key("first_contact")
        value(moment: company.firstContact)
        key("last_contact")
        value(moment: company.lastContact)
        key("last_contact_by_source")
        beginObject()
        for source in sources {
            key(named: source.rawValue)
            value(moment: company.lastContacts[source.rawValue])
        }
        endObject()
        key("last_message")
        if let message = company.lastMessage { value(message) } else { null() }
        key("next_meeting")
        if let meeting = company.nextMeeting { value(meeting) } else { null() }
        key("open_deals")
        writeOpenDeals(of: company)
        key("crm_first_activity")
        value(moment: company.crmFirstActivity)
        key("crm_last_activity")
        value(moment: company.crmLastActivity)
    }

    private mutating func writeOpenDeals(of company: CompanyRow) {
        beginObject()
        key("count")
        value(company.openDealCount)
        key("values")
        beginArray()
        for open in company.openValues {
            beginObject()
            key("currency")
            value(open.currency)
            key("count")
            value(open.count)
            key("value")
            raw(open.value.text.utf8)
            endObject()
        }
        endArray()
        endObject()
    }

    private mutating func value(_ message: MessageRow) {
        beginObject()
        key("timestamp")
        value(moment: message.timestamp)
        key("author")
        value(message.author)
        key("side")
        value(message.side.rawValue)
        key("section")
        value(message.section)
        key("item_key")
        value(message.itemKey)
        key("message_id")
        value(message.messageID)
        endObject()
    }

    private mutating func value(_ meeting: MeetingRow) {
        beginObject()
        key("start")
        value(moment: meeting.start)
        key("end")
        value(moment: meeting.end)
        key("title")
        value(meeting.title)
        key("item_key")
        value(meeting.itemKey)
        endObject()
    }
}
