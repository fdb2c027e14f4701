import ETLModel

/// The period in the name that Slack gives an export: `Acme Slack export May 1 2024 - May 31 2024`.
enum SlackPeriod {
    /// Midnight of its last day, in seconds since 1970, of the innermost folder or archive whose name has one.
    static func end(in path: RelativePath) -> Int64? {
        var rest = path
        while !rest.isRoot {
            if let end = end(inName: rest.nameText) { return end }
            rest = rest.parent
        }
        return nil
    }

    private static func end(inName name: String) -> Int64? {
        let words = name.split { !$0.isLetter && !$0.isNumber }
        for start in words.indices.dropLast(2).reversed() {
            guard let month = months.firstIndex(of: words[start].lowercased()),
                let day = Int(words[start + 1]), (1...31).contains(day),
                let year = Int(words[start + 2]), (1_970...9_999).contains(year)
            else { continue }
            return UTCTime.seconds(year: year, month: month + 1, day: day)
        }
        return nil
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
