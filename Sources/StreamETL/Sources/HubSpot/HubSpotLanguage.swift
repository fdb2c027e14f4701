/// A language that exports have their labels in.
enum HubSpotLanguage: String, CaseIterable, Sendable {
    case english, german, french, spanish, portuguese, italian, dutch, swedish, danish, norwegian, finnish,
        polish
    case japanese, chinese, korean

    /// What stands before decimals where the language is at home; `nil` where its countries differ.
    var decimalMark: HubSpotDecimalMark? {
        switch self {
        case .english, .spanish: nil
        case .japanese, .chinese, .korean: .point
        default: .comma
        }
    }

    /// In which order short dates stand; none where the countries differ.
    var dateOrder: HubSpotWrittenDate.Orders {
        switch self {
        case .english: []
        case .japanese, .chinese, .korean: .yearFirst
        default: .dayFirst
        }
    }
}
