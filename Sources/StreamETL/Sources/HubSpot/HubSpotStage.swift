package import ETLFormats
package import ETLModel

/// Whether a deal is open, won or lost, and what its stage is called.
package struct HubSpotStage {
    package enum State: String {
        case open, won, lost

        /// What a page of pipelines says of a stage: `{"isClosed":"true","probability":"1.0"}`.
        package init?(metadata: JSONValue?) {
            guard let metadata else { return nil }
            let probability = (metadata.member("probability")?.string).flatMap(Double.init)
            switch metadata.member("isClosed")?.string {
            case "true": self = probability == 1 ? .won : .lost
            case "false": self = .open
            default:
                guard let probability else { return nil }
                self = probability == 1 ? .won : probability == 0 ? .lost : .open
            }
        }
    }

    package let record: HubSpotRecord
    package let names: HubSpotNames

    /// Without what is no matter of the stage.
    package var facts: DealFacts {
        var deal = DealFacts()
        deal.stageLabel = label
        guard let (state, basis) = state else { return deal }
        deal.isOpen = state == .open
        deal.isWon = state == .won
        deal.basis = basis
        return deal
    }

    private var id: String? { record.fields[.stageID] ?? record.fields[.stage] }

    private var label: String? {
        if let stage = record.fields[.stage], Self.defaults[stage] == nil, !Self.isBareID(stage) {
            return stage
        }
        guard let id else { return nil }
        return names[.stage, id] ?? Self.defaults[id]
    }

    private var state: (State, DealFacts.Basis)? {
        let (isClosed, isWon) = (record.fields[.isClosed], record.fields[.isWon])
        if isWon == "true" { return (.won, .record) }
        if isClosed == "true", isWon == "false" { return (.lost, .record) }
        if isClosed == "false" { return (.open, .record) }
        if let state = names[.stageState, id].flatMap(State.init(rawValue:)) {
            return (isWon == "false" && state == .won ? .lost : state, .pipeline)
        }
        for name in [record.fields[.stage], id, label].compactMap(\.self) {
            if let state = Self.state(named: name) { return (state, .stageName) }
        }
        return label == nil ? nil : (isClosed == "true" ? .lost : .open, .otherStage)
    }

    // MARK: Names

    /// What a column says of the deal's end: `hs_is_closed_won`, `Is Closed (numeric)`.
    package static func flag(named label: String, _ value: String) -> (HubSpotField, String)? {
        // Every property of every record is asked for.
        var letters = label.utf8.makeIterator()
        guard let first = letters.next(), first | 0x20 == 0x68 || first | 0x20 == 0x69,
            let second = letters.next(), second | 0x20 == 0x73, label.utf8.count <= 24
        else { return nil }
        let field: HubSpotField
        switch key(label) {
        case "hsisclosed", "isclosed", "isclosednumeric": field = .isClosed
        case "hsisclosedwon", "isclosedwon": field = .isWon
        default: return nil
        }
        switch value.lowercased() {
        case "true", "1", "1.0", "yes": return (field, "true")
        case "false", "0", "0.0", "no": return (field, "false")
        default: return nil
        }
    }

    private static func isBareID(_ text: String) -> Bool {
        text.utf8.allSatisfy { HubSpotValue.isDigit($0) || $0 == UInt8(ascii: "-") }
            || (text.utf8.count == 36 && text.utf8.count { $0 == UInt8(ascii: "-") } == 4)
    }

    private static func state(named name: String) -> State? {
        let key = key(name)
        if won.contains(key) { return .won }
        if lost.contains(key) { return .lost }
        return open.contains(key) ? .open : nil
    }

    /// Letters and digits in lower case.
    private static func key(_ text: String) -> String {
        let lower = text.lowercased()
        guard lower.utf8.allSatisfy({ $0 < 0x80 }) else { return lower.filter { $0.isLetter || $0.isNumber } }
        return String(
            decoding: lower.utf8.filter { HubSpotValue.isDigit($0) || (0x61...0x7A).contains($0) },
            as: UTF8.self)
    }

    /// Stages that every account begins with; HubSpot never changes these ids.
    private static let defaults = [
        "appointmentscheduled": "Appointment Scheduled", "qualifiedtobuy": "Qualified To Buy",
        "presentationscheduled": "Presentation Scheduled",
        "decisionmakerboughtin": "Decision Maker Bought-In", "contractsent": "Contract Sent",
        "closedwon": "Closed Won", "closedlost": "Closed Lost",
    ]

    private static let open = Set(defaults.keys).subtracting(["closedwon", "closedlost"])

    /// What accounts in other languages call `closedwon`.
    private static let won = Set(
        [
            "closedwon", "Closed Won", "Won", "Abgeschlossen und gewonnen", "Gewonnen",
            "Abgeschlossen gewonnen", "Conclu", "Fermé gagné", "Gagné", "Affaire gagnée", "Cierre ganado",
            "Cerrado ganado", "Cerrada ganada", "Ganado", "Negócio fechado", "Fechado ganho",
            "Fechado e ganho", "Ganho", "成約", "受注", "Chiuso vinto", "Chiuso - Vinto", "Vinto",
            "Gesloten gewonnen", "Gewonnen gesloten", "Stängd vunnen", "Avslutad vunnen", "Vunnen",
        ].map(key))

    private static let lost = Set(
        [
            "closedlost", "Closed Lost", "Lost", "Abgeschlossen und verloren", "Verloren",
            "Abgeschlossen verloren", "Perdu", "Fermé perdu", "Affaire perdue", "Cierre perdido",
            "Cerrado perdido", "Cerrada perdida", "Perdido", "Negócio perdido", "Fechado perdido",
            "Fechado e perdido", "失注", "Chiuso perso", "Chiuso - Perso", "Perso", "Gesloten verloren",
            "Verloren gesloten", "Stängd förlorad", "Avslutad förlorad", "Förlorad",
        ].map(key))
}
