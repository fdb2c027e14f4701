import Foundation

/// An amount as Telegram Desktop prints it (Ui::FillAmountAndCurrency).
enum TelegramMoney {
    private struct Rule {
        var sign = ""
        var thousands = ","
        var decimal = "."
        var isLeft = true
        var hasBlank = false
        var digits = 2
    }

    /// - Parameters:
    ///   - amount: In the smallest unit of the currency.
    ///   - currency: As ISO 4217 has it; `XTR` are Telegram's stars.
    static func text(_ amount: Int64, _ currency: String) -> String {
        if currency == "XTR" { return "⭐" + grouped(String(amount.magnitude), ",") }
        let rule = rule(of: currency)
        var digits = String(amount.magnitude)
        var number: String
        if rule.digits == 0 {
            number = grouped(digits, rule.thousands)
        } else {
            while digits.count <= rule.digits { digits = "0" + digits }
            number =
                grouped(String(digits.dropLast(rule.digits)), rule.thousands) + rule.decimal
                + digits.suffix(rule.digits)
        }
        let sign = rule.sign.isEmpty ? currency : rule.sign
        let blank = rule.hasBlank ? " " : ""
        number = rule.isLeft ? sign + blank + number : number + blank + sign
        return amount < 0 ? "−" + number : number
    }

    /// A number of stars or Toncoin: `2.5`.
    static func text(whole: Int64, nano: Int64) -> String {
        if nano == 0 { return String(whole) }
        return String(format: "%g", Double(whole) + Double(nano) / 1_000_000_000)
    }

    private static func grouped(_ digits: String, _ separator: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += separator }
            text.append(digit)
        }
        return text
    }

    private static func rule(of currency: String) -> Rule {
        var rule = Rule()
        rule.sign = signs[currency] ?? ""
        for (form, names) in forms where names.contains(currency) {
            rule.thousands = form.thousands
            rule.decimal = form.decimal
            rule.isLeft = form.isLeft
            rule.hasBlank = form.hasBlank
        }
        if ["BHD", "IQD", "JOD"].contains(currency) { rule.digits = 3 }
        if ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"].contains(currency) { rule.digits = 0 }
        return rule
    }

    private static let signs = [
        "AUD": "AU$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$",
        "ILS": "₪",
        "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "THB": "฿", "TWD": "NT$", "USD": "$",
        "VND": "₫",
    ]

    /// Currencies that are not printed as `$1,234.50`.
    private static let forms: [(Rule, Set<String>)] = [
        (
            Rule(thousands: ",", decimal: ".", isLeft: true, hasBlank: true),
            [
                "AED", "BDT", "BHD", "DZD", "EGP", "HNL", "ILS", "IQD", "LBP", "LKR", "NIO", "PAB", "PEN",
                "QAR",
                "SAR", "SYP", "YER", "ZAR",
            ]
        ),
        (
            Rule(thousands: ".", decimal: ",", isLeft: true, hasBlank: true),
            ["ARS", "BOB", "BRL", "CLP", "COP", "PYG", "UYU", "VEF"]
        ),
        (Rule(thousands: ".", decimal: ",", isLeft: true, hasBlank: false), ["BND", "CRC", "IDR"]),
        (
            Rule(thousands: ".", decimal: ",", isLeft: false, hasBlank: true),
            ["BAM", "HRK", "ISK", "RON", "RSD", "SEK", "TRY", "VND"]
        ),
        (Rule(thousands: ".", decimal: ",", isLeft: false, hasBlank: false), ["ALL"]),
        (
            Rule(thousands: " ", decimal: ",", isLeft: false, hasBlank: true),
            ["AZN", "BGN", "BYN", "CZK", "EUR", "GEL", "HUF", "PLN", "RUB", "UZS"]
        ),
        (Rule(thousands: " ", decimal: ",", isLeft: false, hasBlank: false), ["UAH"]),
        (Rule(thousands: " ", decimal: ",", isLeft: true, hasBlank: false), ["MNT"]),
        (Rule(thousands: " ", decimal: ",", isLeft: true, hasBlank: true), ["NOK"]),
        (Rule(thousands: "", decimal: ",", isLeft: false, hasBlank: true), ["DKK"]),
        (Rule(thousands: "'", decimal: ".", isLeft: false, hasBlank: true), ["CHF"]),
        (Rule(thousands: ",", decimal: ".", isLeft: false, hasBlank: true), ["AMD", "MDL", "MVR"]),
        (Rule(thousands: ",", decimal: "/", isLeft: false, hasBlank: true), ["IRR"]),
        (Rule(thousands: " ", decimal: "-", isLeft: false, hasBlank: true), ["KGS"]),
        (Rule(thousands: " ", decimal: "-", isLeft: true, hasBlank: false), ["KZT"]),
        (Rule(thousands: " ", decimal: ";", isLeft: false, hasBlank: true), ["TJS"]),
    ]
}
