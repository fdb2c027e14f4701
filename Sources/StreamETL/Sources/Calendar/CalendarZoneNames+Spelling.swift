import Foundation

/// The ways in which one zone's name is spelt.
extension CalendarZoneNames {
    /// Without quotes, blanks around it and the backslashes of TEXT, which some write in parameters too
    /// (RFC 5545, 3.3.11).
    static func plain(_ name: String) -> String {
        var text = ""
        var isEscaped = false
        for character in name where character != "\"" {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            isEscaped = false
            text.append(character)
        }
        return text.trimmingCharacters(in: .whitespaces)
    }

    /// What a VTIMEZONE is looked up by: names that differ in case, quotes and backslashes are one.
    static func key(_ name: String) -> String { plain(name).lowercased() }

    /// The name itself, and what stays of it without what people put around it.
    static func spellings(of name: String) -> [String] {
        var spellings = [name]
        func add(_ text: some StringProtocol) {
            let text = text.trimmingCharacters(in: .whitespaces)
            if !text.isEmpty, !spellings.contains(text) { spellings.append(text) }
        }
        add(withoutOffset(name))
        for spelling in spellings where spelling.hasSuffix(")") {
            guard let opening = spelling.lastIndex(of: "("), opening > spelling.startIndex else { continue }
            add(spelling[..<opening])
            // `Berlin (Europe/Berlin)`
            add(spelling[spelling.index(after: opening)...].dropLast())
        }
        for spelling in spellings {
            add(spelling.replacing(" ", with: "_"))
            for word in ["Daylight Time", "Summer Time"] {
                if let range = spelling.range(of: word, options: .caseInsensitive) {
                    add(spelling.replacingCharacters(in: range, with: "Standard Time"))
                }
            }
        }
        return spellings
    }

    // MARK: The tz database

    static func database(inAnyCase name: String) -> String? {
        let key = name.lowercased()
        if let known = databaseNames[key] { return known }
        // Links are not among the names that Foundation lists (`US/Central`).
        let name = key.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.count <= 2
                ? part.uppercased()
                : part.split(separator: "_", omittingEmptySubsequences: false).map(\.capitalised).joined(
                    separator: "_")
        }.joined(separator: "/")
        return TimeZone(identifier: name) == nil ? nil : name
    }

    /// Names of regions by what they are in lower case.
    static let databaseNames: [String: String] = Dictionary(
        TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") && !$0.hasPrefix("Etc/") }
            .map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

    // MARK: Cities

    /// The zone whose cities a name lists, if all that are known lie in one, and it has the offset that is
    /// stated.
    static func zone(ofCitiesIn name: String, offset: CalendarZone?) -> String? {
        let list = withoutOffset(name)
        guard list.utf8.count <= 200 else { return nil }
        var found: String?
        for place in list.split(whereSeparator: { ",;/&".contains($0) }) {
            guard let zone = cities[cityKey(place)] else { continue }
            guard found == nil || found == zone || !windowsZones.contains(zone) else { return nil }
            found = found ?? zone
        }
        guard let found, let zone = TimeZone(identifier: found) else { return nil }
        guard case .offset(let seconds)? = offset else { return found }
        // The offset that is shown is that of winter, or of the day on which the name was made.
        let days: [Double] = [1_705_320_000, 1_721_044_800]
        return days.contains { zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0)) == seconds }
            ? found : nil
    }

    private static let windowsZones = Set(windows.values)

    /// Cities that Windows shows have the zone that it gives them, others that of the tz database.
    private static let cities: [String: String] = {
        var cities: [String: String] = [:]
        var ambiguous: Set<String> = []
        func add(_ place: some StringProtocol, _ zone: String) {
            let key = cityKey(place)
            guard !key.isEmpty else { return }
            if let known = cities[key], known != zone { ambiguous.insert(key) }
            cities[key] = zone
        }
        for (places, zone) in shownPlaces where !places.contains("(") && !places.contains(" - ") {
            for place in places.split(separator: ",") { add(place, zone) }
        }
        for key in ambiguous { cities[key] = nil }
        for name in TimeZone.knownTimeZoneIdentifiers where !name.hasPrefix("Etc/") {
            let parts = name.split(separator: "/")
            guard parts.count > 1, let city = parts.last else { continue }
            let key = cityKey(city)
            if cities[key] == nil, !ambiguous.contains(key) { cities[key] = name }
        }
        return cities
    }()

    private static func cityKey(_ place: some StringProtocol) -> String {
        place.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
            .replacing("_", with: " ").trimmingCharacters(in: .whitespaces)
    }

    // MARK: Other languages

    /// What Windows calls zones where it speaks another language, and what people call them in English.
    static func database(ofLocalised name: String) -> String? { localised[name.lowercased()] }

    static var localisedNames: some Collection<String> { localised.keys }

    private static let localised: [String: String] = {
        var names: [String: String] = [:]
        for (zone, spellings) in localisedZones { for name in spellings { names[name] = zone } }
        return names
    }()

    /// In lower case.
    private static let localisedZones: [(String, [String])] = [
        (
            "Europe/Berlin",
            [
                "mitteleuropäische zeit", "mitteleuropäische normalzeit", "mitteleuropäische sommerzeit",
                "westeuropäische standardzeit", "w. europe", "w. europa", "central european time",
                "mez", "west-europa (standaardtijd)",
                "midden-europese standaardtijd", "ora solare europa occidentale",
                "ora standard dell’europa centrale", "ora standard dell'europa centrale",
                "hora estándar de europa occidental", "västeuropa, normaltid", "vest-europa (normaltid)",
                "mellaneuropeisk normaltid", "środkowoeuropejski czas standardowy",
                "czas środkowoeuropejski standardowy", "středoevropský standardní čas",
                "közép-európai téli idő",
            ]
        ),
        (
            "Europe/Paris",
            [
                "romance (heure standard)", "heure normale d’europe centrale",
                "heure normale d'europe centrale", "heure d'europe centrale", "paris, madrid",
                "hora estándar romance", "hora de europa central", "hora estándar de europa central",
                "romanische normalzeit", "romanische standardzeit", "ora solare romance",
                "horário padrão da europa central", "hora padrão da europa central", "romance, normaltid",
            ]
        ),
        (
            "Europe/London",
            [
                "westeuropäische zeit", "westeuropäische normalzeit", "british summer time", "british time",
                "heure moyenne de greenwich", "gmt (heure standard)", "hora estándar gmt",
                "ora solare gmt", "hora padrão de gmt", "gmt (standaardtijd)",
            ]
        ),
        ("Europe/Bucharest", ["osteuropäische zeit", "osteuropäische normalzeit", "eastern european time"]),
        ("Europe/Kiev", ["fle (heure standard)", "fle, normaltid", "fle-normalzeit", "hora estándar fle"]),
        (
            "Europe/Moscow",
            ["russische normalzeit", "russian (heure standard)", "московское время", "moscow time"]
        ),
        (
            "America/New_York",
            [
                "eastern time", "eastern normalzeit", "nordamerikanische ostküstenzeit",
                "est (heure standard)", "heure normale de l’est", "heure normale de l'est",
                "hora estándar del este", "hora padrão do leste", "ora solare fuso orientale",
            ]
        ),
        ("America/Chicago", ["central time", "hora estándar central", "heure normale du centre"]),
        (
            "America/Denver",
            ["mountain time", "hora estándar de las montañas", "heure normale des rocheuses"]
        ),
        (
            "America/Los_Angeles",
            [
                "pacific time", "hora estándar del pacífico", "heure normale du pacifique",
                "pazifische normalzeit", "nordamerikanische westküstenzeit",
            ]
        ),
        (
            "America/Sao_Paulo",
            [
                "hora oficial do brasil", "horário padrão de brasília", "e. south america (heure standard)",
                "hora padrão de brasília", "horário de brasília",
            ]
        ),
        ("America/Argentina/Buenos_Aires", ["hora estándar de argentina"]),
        ("Asia/Tokyo", ["東京 (標準時)", "日本標準時", "japan standard time", "japan time"]),
        ("Asia/Shanghai", ["中国标准时间", "china time"]),
        ("Asia/Taipei", ["台北標準時間"]),
        ("Asia/Seoul", ["대한민국 표준시", "korean standard time"]),
        ("Asia/Hong_Kong", ["hong kong standard time", "hong kong time"]),
    ]
}

extension Substring {
    /// The first letter of each word, as places are written: `ust-nera` is `Ust-Nera`.
    fileprivate var capitalised: String {
        split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
    }
}
