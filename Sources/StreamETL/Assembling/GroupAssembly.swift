import ETLModel
import ETLStore

/// A group's items as they are now, compared with the stored ones.
struct GroupAssembly: StoreOutcome {
    let group: DirtyGroup
    private(set) var change = GroupChange()
    private(set) var byteCount = 256

    init(
        of group: DirtyGroup, asOf: Int64, reading reader: AssemblyReader,
        assemblers: [Source: any Assembler], deciding decider: (any ItemDecider)?
    ) throws {
        self.group = group
        let units = try reader.units(of: group)
        change.isEmpty = units.isEmpty
        var assembly = Assembly(items: [])
        if !units.isEmpty, let assembler = assemblers[group.source] {
            assembly = try assembler.assemble(
                group: group.name, units: units, asOf: asOf, reading: reader.parts(of: group.source))
        }
        change.validFrom = assembly.validFrom
        change.validUntil = assembly.validUntil
        var previous = try reader.items(of: group)
        for item in assembly.items {
            let record = ItemRecord(item, source: group.source)
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
                change.stale.append(GroupChange.Stale(id: known.id, showsNothingNew: showsNothingNew))
            }
            change.fresh.append(
                GroupChange.Fresh(record: record, decision: decision, showsNothingNew: showsNothingNew))
            byteCount += record.byteCount
        }
        change.stale += previous.values.map { GroupChange.Stale(id: $0.id, showsNothingNew: false) }
    }

    /// Whether a CRM company or contact changed.
    var changesCRM: Bool {
        change.fresh.contains { $0.record.item.subject.crmRecordID != nil }
            || group.source == .hubspot && !change.stale.isEmpty
    }
}
