/// What the header of a CRM export says of its columns.
struct HubSpotColumns {
    let object: HubSpotObject
    /// The known field of each column, none for other columns and for repeated ones.
    let fields: [HubSpotField?]
    /// The label of each column; repeated ones are numbered, unnamed ones get their position.
    let labels: [String]

    /// - Returns: `nil` unless the header has a record id and tells what it is a record of.
    init?(header: [String]) {
        let names = header.map(Self.normalised)
        guard let object = Self.object(of: Set(names)) else { return nil }
        self.object = object
        var ids = HubSpotLabels.recordID.union(HubSpotLabels.recordIDs[object] ?? [])
        if ids.isDisjoint(with: names) { ids = HubSpotLabels.olderIDs[object] ?? [] }
        guard !ids.isDisjoint(with: names) else { return nil }
        let table = HubSpotLabels.fields[object] ?? [:]
        var taken: Set<HubSpotField> = []
        fields = names.map { name in
            let field = ids.contains(name) ? .recordID : table[name]
            guard let field, taken.insert(field).inserted else { return nil }
            return field
        }
        var used: Set<String> = []
        labels = header.enumerated().map { index, text in
            let base = HubSpotValue.trimmed(text).isEmpty ? "column \(index + 1)" : HubSpotValue.trimmed(text)
            var label = base
            var number = 2
            while !used.insert(label).inserted {
                label = "\(base) (\(number))"
                number += 1
            }
            return label
        }
    }

    /// By the record id's own label, or else by the columns that only one object has.
    private static func object(of names: Set<String>) -> HubSpotObject? {
        let named = HubSpotLabels.recordIDs.filter { !$0.value.isDisjoint(with: names) }
        if named.count == 1 { return named.first?.key }
        return HubSpotLabels.telling.first { !$0.labels.isDisjoint(with: names) }?.object
    }

    /// Letters and digits only, in lower case: `Deal-Name` and `Deal name` are one label.
    static func normalised(_ label: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in label.unicodeScalars
        where scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
        {
            name.append(scalar)
        }
        return String(name).lowercased()
    }
}
