package import ETLModel

/// What all exports state of one record.
package struct HubSpotVersions {
    package typealias Entry = (version: HubSpotVersion, record: HubSpotRecord, part: Part)

    private let records: [Entry]
    /// From pages of associations.
    private let associations: [Entry]

    package init(_ entries: [Entry]) {
        guard entries.contains(where: { $0.record.statement.contains(.isOnlyAssociations) }) else {
            (records, associations) = (entries, [])
            return
        }
        records = entries.filter { !$0.record.statement.contains(.isOnlyAssociations) }
        associations = entries.filter { $0.record.statement.contains(.isOnlyAssociations) }
    }

    /// The newest statement, with associations of the newest that states any.
    package var newest: (record: HubSpotRecord, part: Part)? {
        guard let newest = Self.newest(of: records) else { return nil }
        guard records.count + associations.count > 1, !newest.record.isArchived else {
            return (newest.record, newest.part)
        }
        var record = united(newest)
        if !record.statement.contains(.companies), let known = self.known(.companies) {
            let primary = record.fields[.primaryCompanyIDs].map(HubSpotValue.ids) ?? []
            let ids = HubSpotValue.ids(
                [known.fields[.primaryCompanyIDs], known.fields[.companyIDs]].compactMap(\.self)
                    .joined(separator: ";"))
            // A new primary company takes the place of those that were known.
            if primary.allSatisfy(ids.contains) {
                let kept: [HubSpotField] =
                    primary.isEmpty ? HubSpotField.ofCompanies : [.companyIDs, .companyNames]
                for field in kept where known.fields[field] != nil {
                    record.fields[field] = known.fields[field]
                }
            }
        }
        if !record.statement.contains(.contacts), let known = self.known(.contacts) {
            record.fields[.contactIDs] = known.fields[.contactIDs]
        }
        return (record, newest.part)
    }

    /// The later of two rows of one file is the newer.
    private static func newest(of entries: [Entry]) -> Entry? {
        var newest: Entry?
        for entry in entries {
            if let known = newest, entry.version < known.version { continue }
            newest = entry
        }
        return newest
    }

    /// The newest statement of associations: that of a page of them, else of a record.
    private func known(_ statement: HubSpotStatement) -> HubSpotRecord? {
        let stating = associations.filter { $0.record.statement.contains(statement) }
        if let newest = Self.newest(of: stating) {
            let page = stating.filter { $0.part.path == newest.part.path }.map(\.record)
            return Self.united(newest.record, with: page)
        }
        return Self.newest(
            of: records.filter { $0.record.statement.contains(statement) && !$0.record.isArchived }
        )
        .map(united)
    }

    /// With what other rows of its table say that differ only in what the record is associated with: reports that
    /// are joined with companies have a row for each.
    private func united(_ entry: Entry) -> HubSpotRecord {
        guard entry.record.statement.contains(.isRow) else { return entry.record }
        let rows = records.filter { $0.part.path == entry.part.path }
        guard rows.count > 1 else { return entry.record }
        let own = Self.withoutAssociations(entry.record)
        return Self.united(
            entry.record, with: rows.map(\.record).filter { Self.withoutAssociations($0) == own })
    }

    private static func withoutAssociations(_ record: HubSpotRecord) -> HubSpotRecord {
        var record = record
        for field in HubSpotField.ofCompanies + [.contactIDs] { record.fields[field] = nil }
        return record
    }

    private static func united(_ record: HubSpotRecord, with rows: [HubSpotRecord]) -> HubSpotRecord {
        guard rows.count > 1 else { return record }
        var united = record
        for field in [HubSpotField.primaryCompanyIDs, .contactIDs] {
            let all = HubSpotValue.distinct(rows.flatMap { HubSpotValue.ids($0.fields[field] ?? "") })
            united.fields[field] = all.isEmpty ? nil : all.joined(separator: ";")
        }
        var ids: [String] = []
        var names: [String] = []
        var seen: Set<String> = []
        for row in rows {
            let own = HubSpotValue.ids(row.fields[.companyIDs] ?? "")
            let called = HubSpotItem.listed(row.fields[.companyNames])
            // A name goes with its id; without ids, names are all there is.
            for (index, id) in own.enumerated() where seen.insert("id " + id).inserted {
                ids.append(id)
                if called.count == own.count { names.append(called[index]) }
            }
            if own.isEmpty { names += called.filter { seen.insert("name " + $0).inserted } }
        }
        united.fields[.companyIDs] = ids.isEmpty ? nil : ids.joined(separator: ";")
        united.fields[.companyNames] = names.isEmpty ? nil : names.joined(separator: ";")
        return united
    }
}
