package import ETLModel
package import ETLRendering
package import ETLStore

extension ItemRow {
    package init(_ item: SnapshotItem) {
        self.init(
            section: item.section, itemKey: item.key, title: item.facts?.title ?? item.title,
            time: item.time, messageCount: item.messageCount, firstActivity: item.firstActivity,
            lastActivity: item.lastActivity, participants: item.facts?.labels ?? [],
            companies: item.decision.matches.map(\.company), mentions: item.decision.mentions)
    }

    /// More names are counted, not listed.
    package static let mostNames = 8
}

extension JSONWriter {
    /// An element of a section's `items` in `unmatched`.
    package mutating func value(unmatched item: SnapshotItem) {
        let row = ItemRow(item)
        beginObject()
        key("item_key")
        value(row.itemKey)
        key("title")
        value(row.title)
        key("time")
        value(moment: row.time)
        key("message_count")
        value(row.messageCount)
        key("first_activity")
        value(moment: row.firstActivity)
        key("last_activity")
        value(moment: row.lastActivity)
        key("participant_count")
        value(row.participants.count)
        key("participants")
        value(row.participants.count > ItemRow.mostNames ? [] : row.participants)
        key("mentions")
        beginArray()
        for mention in row.mentions {
            beginObject()
            key("company")
            value(mention.company)
            key("message_count")
            value(mention.messageCount)
            endObject()
        }
        endArray()
        if let deal = item.facts?.deal { write(deal) }
        endObject()
    }

    /// The members that a sum over unmatched deals needs.
    private mutating func write(_ deal: DealFacts) {
        key("is_open")
        value(deal.isOpen)
        key("deal_value")
        if let number = deal.value { raw(number.utf8) } else { null() }
        key("deal_currency")
        value(deal.currency)
        key("owner_label")
        value(deal.ownerLabel)
    }
}
