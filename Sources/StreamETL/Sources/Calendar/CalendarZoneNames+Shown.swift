extension CalendarZoneNames {
    /// Names of UTC, in lower case.
    static let utc: Set<String> = [
        "utc", "gmt", "z", "uct", "zulu", "universal", "greenwich", "gmt0", "gmt+0", "gmt-0",
        "coordinated universal time", "greenwich mean time",
    ]

    /// A name of the tz database that is no region's: a country, or rules for the clocks. Bare abbreviations
    /// such as `EST` are not among them, since people mean different zones by them.
    static func database(ofAlias name: String) -> String? { aliases[name.lowercased()] }

    /// What Windows shows instead of a zone's name, without the offset before it.
    static func database(ofShown name: String) -> String? {
        shown[name.lowercased()].flatMap(database(ofWindows:))
    }

    /// `(UTC-05:00) Eastern Time` without what is in the parentheses at the start.
    static func withoutOffset(_ name: String) -> String {
        guard ["(UTC", "(GMT"].contains(name.prefix(4).uppercased()), let end = name.firstIndex(of: ")")
        else {
            return name
        }
        let rest = name[name.index(after: end)...].drop { $0 == " " }
        return rest.isEmpty ? name : String(rest)
    }

    /// The lists of places that Windows shows, each with its zone.
    static var shownPlaces: [(places: String, zone: String)] {
        shown.compactMap { places, name in database(ofWindows: name).map { (places, $0) } }
    }

    static var shownNames: some Collection<String> { shown.keys }
    static var aliasNames: some Collection<String> { aliases.keys }

    private static let aliases: [String: String] = [
        "est5edt": "America/New_York", "cst6cdt": "America/Chicago", "mst7mdt": "America/Denver",
        "pst8pdt": "America/Los_Angeles", "cet": "Europe/Brussels", "met": "Europe/Brussels",
        "eet": "Europe/Athens", "wet": "Europe/Lisbon", "cuba": "America/Havana", "egypt": "Africa/Cairo",
        "eire": "Europe/Dublin", "gb": "Europe/London", "gb-eire": "Europe/London",
        "hongkong": "Asia/Hong_Kong", "iceland": "Atlantic/Reykjavik", "iran": "Asia/Tehran",
        "israel": "Asia/Jerusalem", "jamaica": "America/Jamaica", "japan": "Asia/Tokyo",
        "kwajalein": "Pacific/Kwajalein", "libya": "Africa/Tripoli", "navajo": "America/Denver",
        "nz": "Pacific/Auckland", "nz-chat": "Pacific/Chatham", "poland": "Europe/Warsaw",
        "portugal": "Europe/Lisbon", "prc": "Asia/Shanghai", "roc": "Asia/Taipei", "rok": "Asia/Seoul",
        "singapore": "Asia/Singapore", "turkey": "Europe/Istanbul", "w-su": "Europe/Moscow",
    ]

    /// In lower case.
    private static let shown: [String: String] = [
        "international date line west": "Dateline Standard Time",
        "aleutian islands": "Aleutian Standard Time",
        "hawaii": "Hawaiian Standard Time",
        "marquesas islands": "Marquesas Standard Time",
        "alaska": "Alaskan Standard Time",
        "baja california": "Pacific Standard Time (Mexico)",
        "pacific time (us & canada)": "Pacific Standard Time",
        "pacific time (us and canada)": "Pacific Standard Time",
        "arizona": "US Mountain Standard Time",
        "chihuahua, la paz, mazatlan": "Mountain Standard Time (Mexico)",
        "la paz, mazatlan": "Mountain Standard Time (Mexico)",
        "mountain time (us & canada)": "Mountain Standard Time",
        "mountain time (us and canada)": "Mountain Standard Time",
        "yukon": "Yukon Standard Time",
        "central america": "Central America Standard Time",
        "central time (us & canada)": "Central Standard Time",
        "central time (us and canada)": "Central Standard Time",
        "easter island": "Easter Island Standard Time",
        "guadalajara, mexico city, monterrey": "Central Standard Time (Mexico)",
        "saskatchewan": "Canada Central Standard Time",
        "bogota, lima, quito, rio branco": "SA Pacific Standard Time",
        "bogota, lima, quito": "SA Pacific Standard Time",
        "chetumal": "Eastern Standard Time (Mexico)",
        "eastern time (us & canada)": "Eastern Standard Time",
        "eastern time (us and canada)": "Eastern Standard Time",
        "haiti": "Haiti Standard Time",
        "havana": "Cuba Standard Time",
        "indiana (east)": "US Eastern Standard Time",
        "turks and caicos": "Turks And Caicos Standard Time",
        "asuncion": "Paraguay Standard Time",
        "atlantic time (canada)": "Atlantic Standard Time",
        "caracas": "Venezuela Standard Time",
        "cuiaba": "Central Brazilian Standard Time",
        "georgetown, la paz, manaus, san juan": "SA Western Standard Time",
        "santiago": "Pacific SA Standard Time",
        "newfoundland": "Newfoundland Standard Time",
        "araguaina": "Tocantins Standard Time",
        "brasilia": "E. South America Standard Time",
        "cayenne, fortaleza": "SA Eastern Standard Time",
        "city of buenos aires": "Argentina Standard Time",
        "buenos aires": "Argentina Standard Time",
        "greenland": "Greenland Standard Time",
        "montevideo": "Montevideo Standard Time",
        "punta arenas": "Magallanes Standard Time",
        "saint pierre and miquelon": "Saint Pierre Standard Time",
        "salvador": "Bahia Standard Time",
        "mid-atlantic - old": "Mid-Atlantic Standard Time",
        "azores": "Azores Standard Time",
        "cabo verde is.": "Cape Verde Standard Time",
        "cape verde is.": "Cape Verde Standard Time",
        "dublin, edinburgh, lisbon, london": "GMT Standard Time",
        "greenwich mean time : dublin, edinburgh, lisbon, london": "GMT Standard Time",
        "monrovia, reykjavik": "Greenwich Standard Time",
        "sao tome": "Sao Tome Standard Time",
        "casablanca": "Morocco Standard Time",
        "amsterdam, berlin, bern, rome, stockholm, vienna": "W. Europe Standard Time",
        "belgrade, bratislava, budapest, ljubljana, prague": "Central Europe Standard Time",
        "brussels, copenhagen, madrid, paris": "Romance Standard Time",
        "sarajevo, skopje, warsaw, zagreb": "Central European Standard Time",
        "west central africa": "W. Central Africa Standard Time",
        "amman": "Jordan Standard Time",
        "athens, bucharest": "GTB Standard Time",
        "athens, bucharest, istanbul": "GTB Standard Time",
        "beirut": "Middle East Standard Time",
        "cairo": "Egypt Standard Time",
        "chisinau": "E. Europe Standard Time",
        "damascus": "Syria Standard Time",
        "gaza, hebron": "West Bank Standard Time",
        "harare, pretoria": "South Africa Standard Time",
        "helsinki, kyiv, riga, sofia, tallinn, vilnius": "FLE Standard Time",
        "jerusalem": "Israel Standard Time",
        "juba": "South Sudan Standard Time",
        "kaliningrad": "Kaliningrad Standard Time",
        "khartoum": "Sudan Standard Time",
        "tripoli": "Libya Standard Time",
        "windhoek": "Namibia Standard Time",
        "baghdad": "Arabic Standard Time",
        "istanbul": "Turkey Standard Time",
        "kuwait, riyadh": "Arab Standard Time",
        "minsk": "Belarus Standard Time",
        "moscow, st. petersburg": "Russian Standard Time",
        "moscow, st. petersburg, volgograd": "Russian Standard Time",
        "nairobi": "E. Africa Standard Time",
        "volgograd": "Volgograd Standard Time",
        "tehran": "Iran Standard Time",
        "abu dhabi, muscat": "Arabian Standard Time",
        "astrakhan, ulyanovsk": "Astrakhan Standard Time",
        "baku": "Azerbaijan Standard Time",
        "izhevsk, samara": "Russia Time Zone 3",
        "port louis": "Mauritius Standard Time",
        "saratov": "Saratov Standard Time",
        "tbilisi": "Georgian Standard Time",
        "yerevan": "Caucasus Standard Time",
        "kabul": "Afghanistan Standard Time",
        "ashgabat, tashkent": "West Asia Standard Time",
        "ekaterinburg": "Ekaterinburg Standard Time",
        "islamabad, karachi": "Pakistan Standard Time",
        "qyzylorda": "Qyzylorda Standard Time",
        "chennai, kolkata, mumbai, new delhi": "India Standard Time",
        "sri jayawardenepura": "Sri Lanka Standard Time",
        "kathmandu": "Nepal Standard Time",
        "astana": "Central Asia Standard Time",
        "dhaka": "Bangladesh Standard Time",
        "omsk": "Omsk Standard Time",
        "yangon (rangoon)": "Myanmar Standard Time",
        "bangkok, hanoi, jakarta": "SE Asia Standard Time",
        "barnaul, gorno-altaysk": "Altai Standard Time",
        "hovd": "W. Mongolia Standard Time",
        "krasnoyarsk": "North Asia Standard Time",
        "novosibirsk": "N. Central Asia Standard Time",
        "tomsk": "Tomsk Standard Time",
        "beijing, chongqing, hong kong, urumqi": "China Standard Time",
        "irkutsk": "North Asia East Standard Time",
        "kuala lumpur, singapore": "Singapore Standard Time",
        "perth": "W. Australia Standard Time",
        "taipei": "Taipei Standard Time",
        "ulaanbaatar": "Ulaanbaatar Standard Time",
        "eucla": "Aus Central W. Standard Time",
        "chita": "Transbaikal Standard Time",
        "osaka, sapporo, tokyo": "Tokyo Standard Time",
        "pyongyang": "North Korea Standard Time",
        "seoul": "Korea Standard Time",
        "yakutsk": "Yakutsk Standard Time",
        "adelaide": "Cen. Australia Standard Time",
        "darwin": "AUS Central Standard Time",
        "brisbane": "E. Australia Standard Time",
        "canberra, melbourne, sydney": "AUS Eastern Standard Time",
        "guam, port moresby": "West Pacific Standard Time",
        "hobart": "Tasmania Standard Time",
        "vladivostok": "Vladivostok Standard Time",
        "lord howe island": "Lord Howe Standard Time",
        "bougainville island": "Bougainville Standard Time",
        "chokurdakh": "Russia Time Zone 10",
        "magadan": "Magadan Standard Time",
        "norfolk island": "Norfolk Standard Time",
        "sakhalin": "Sakhalin Standard Time",
        "solomon is., new caledonia": "Central Pacific Standard Time",
        "anadyr, petropavlovsk-kamchatsky": "Russia Time Zone 11",
        "petropavlovsk-kamchatsky - old": "Kamchatka Standard Time",
        "auckland, wellington": "New Zealand Standard Time",
        "fiji": "Fiji Standard Time",
        "chatham islands": "Chatham Islands Standard Time",
        "nuku'alofa": "Tonga Standard Time",
        "samoa": "Samoa Standard Time",
        "kiritimati island": "Line Islands Standard Time",
    ]
}
