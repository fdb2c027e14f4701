import ETLModel
import ETLStore

/// What a link's items are now, compared with those that are stored.
struct LinkAssembly: StoreOutcome {
    let link: DirtyLink
    private(set) var change = LinkChange()
    private(set) var byteCount = 256

    init(
        of link: DirtyLink, asOf: Int64, reading reader: AssemblyReader,
        assemblers: [Source: any Assembler], deciding decider: (any ItemDecider)?
    ) throws {
        self.link = link
        let units = try reader.units(of: link)
        change.isEmpty = units.isEmpty
        var assembly = Assembly(items: [])
        if !units.isEmpty, let assembler = assemblers[link.source] {
            assembly = try assembler.assemble(
                link: link.name, units: units, asOf: asOf, reading: reader.parts(of: link.source))
        }
        change.validFrom = assembly.validFrom
        change.validUntil = assembly.validUntil
        var previous = try reader.items(of: link)
        for item in assembly.items {
            let record = ItemRecord(item, source: link.source)
            let name = StoredItem.Name(section: item.section, key: item.key)
            let known = previous.isEmpty ? nil : previous.removeValue(forKey: name)
            if let known, known.digest == record.digest { continue }
            let decision = try decider?.decideSigned(item.subject) { try reader.texts(of: item.data) }
            // An unmatched item is shown by its name, and by its candidates, which its messages rank.
            let isRanked = decision?.decision.isUnsure == true
            let showsNothingNew =
                known.map {
                    !$0.isMatched && $0.title == item.title && $0.decision == decision?.decision.encoded()
                        && (!isRanked || $0.messageCount == item.messageCount)
                } ?? false
            if let known {
                change.stale.append(LinkChange.Stale(id: known.id, showsNothingNew: showsNothingNew))
            }
            change.fresh.append(
                LinkChange.Fresh(record: record, decision: decision, showsNothingNew: showsNothingNew))
            byteCount += record.byteCount
        }
        change.stale += previous.values.map { LinkChange.Stale(id: $0.id, showsNothingNew: false) }
    }

    /// Whether a CRM company or contact changed.
    var changesCRM: Bool {
        change.fresh.contains { $0.record.item.subject.crmRecordID != nil }
            || link.source == .hubspot && !change.stale.isEmpty
    }
}
