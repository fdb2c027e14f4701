/// What currencies tell of how their amounts are written.
enum HubSpotCurrency {
    /// The code of a sign that only one currency has, or several that are written alike.
    static func code(ofSign sign: Unicode.Scalar) -> String? { signs[sign] }

    /// The code of a currency's name or abbreviation in a cell; empty where several have it.
    ///
    /// - Returns: `nil` for what names no currency.
    static func code(ofName name: String) -> String? {
        if name.utf8.count == 3, name.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return name }
        if name.hasSuffix("$"), name.utf8.count <= 4 { return dollars[name] ?? "" }
        return names[name.lowercased()]
    }

    /// How many decimals amounts of a currency have (ISO 4217); `nil` where the code is unknown or empty.
    static func decimalCount(_ code: String) -> Int? {
        if none.contains(code) { return 0 }
        if three.contains(code) { return 3 }
        return code.utf8.count == 3 ? 2 : nil
    }

    /// The decimal mark where the currency is at home (CLDR); `nil` where the countries differ.
    static func mark(_ code: String) -> HubSpotDecimalMark? {
        if comma.contains(code) { return .comma }
        return point.contains(code) ? .point : nil
    }

    private static let signs: [Unicode.Scalar: String] = [
        "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₽": "RUB", "₫": "VND", "₺": "TRY",
        "₹": "INR", "₴": "UAH", "₪": "ILS", "₱": "PHP", "฿": "THB", "₦": "NGN", "₡": "CRC",
    ]
    private static let dollars = [
        "R$": "BRL", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
        "S$": "SGD",
        "HK$": "HKD", "NT$": "TWD", "MX$": "MXN",
    ]
    private static let names = [
        "kr": "", "kr.": "", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON", "rs": "INR",
        "rs.": "INR", "fr": "CHF", "fr.": "CHF", "sfr.": "CHF", "руб": "RUB", "руб.": "RUB", "р.": "RUB",
        "tl": "TRY", "rp": "IDR", "rp.": "IDR", "euro": "EUR", "eur": "EUR", "usd": "USD",
    ]
    private static let none: Set<String> = [
        "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "RWF", "XAF", "XOF", "XPF", "KMF", "GNF", "DJF",
        "BIF",
        "VUV",
    ]
    private static let three: Set<String> = ["KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"]
    private static let comma: Set<String> = [
        "EUR", "DKK", "SEK", "NOK", "PLN", "CZK", "HUF", "RON", "BGN", "RUB", "UAH", "TRY", "BRL", "ARS",
        "COP",
        "UYU", "IDR", "ISK", "RSD", "VND", "CLP", "PYG", "TND", "MAD",
    ]
    private static let point: Set<String> = [
        "USD", "GBP", "AUD", "CAD", "NZD", "SGD", "HKD", "CNY", "JPY", "KRW", "INR", "ILS", "MXN", "PHP",
        "THB",
        "TWD", "MYR", "NGN", "KES", "KWD", "BHD", "OMR", "JOD", "AED", "SAR", "PEN", "CHF",
    ]
}
