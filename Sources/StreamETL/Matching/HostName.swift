import Foundation

/// A host name in one form: lower case, Unicode labels, no root dot.
enum HostName {
    static let longestByteCount = 253

    /// The host in what a person or a CRM calls a domain (`ACME.example.`, `https://www.acme.example/x`,
    /// `@acme.example`), or `nil` if it holds none.
    static func normalised(_ text: String) -> String? {
        isNormalised(text.utf8) ? text : normalisedWhole(text)
    }

    /// Whether the text is a host in its one form as it stands, as nearly all are: `acme.example`, but not
    /// `ACME.example`, `xn--bcher-kva.example` or `10.0.0.1`. May be wrong about a host, never about another text.
    private static func isNormalised(_ text: String.UTF8View) -> Bool {
        guard text.count >= 3, text.count <= longestByteCount else { return false }
        var labelCount = 1
        var byteCount = 0
        var hasLetter = false
        for byte in text {
            switch byte {
            // A label that begins with x may be one of `xn--`.
            case UInt8(ascii: "x") where byteCount == 0: return false
            case UInt8(ascii: "-") where byteCount == 0: return false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"): hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: ".") where byteCount > 0:
                labelCount += 1
                byteCount = -1
                hasLetter = false
            default: return false
            }
            byteCount += 1
        }
        return byteCount > 0 && hasLetter && labelCount >= 2 && labelCount <= 32
    }

    /// The same for any text, the slow way.
    static func normalisedWhole(_ text: String) -> String? {
        var host = Substring(MatchText.trimmed(text))
        if let scheme = host.range(of: "://") { host = host[scheme.upperBound...] }
        if let end = host.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { host = host[..<end] }
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isASCIIDigit) {
            host = host[..<colon]
        }
        if host.hasPrefix("*.") { host = host.dropFirst(2) }
        if host.hasSuffix(".") { host = host.dropLast() }
        guard host.utf8.count >= 3, host.utf8.count <= longestByteCount else { return nil }
        let isASCII = host.utf8.allSatisfy { $0 < 0x80 }
        var folded = isASCII ? host.lowercased() : MatchText.folded(String(host))
        if !isASCII { folded = folded.replacingOccurrences(of: "\u{3002}", with: ".") }
        let labels = folded.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.count <= 32, labels.allSatisfy(isLabel) else { return nil }
        // Four numbers are an address, not a name.
        guard let last = labels.last, !last.allSatisfy(\.isASCIIDigit) else { return nil }
        guard folded.contains("xn--") else { return folded }
        return labels.map {
            $0.hasPrefix("xn--") ? punycodeDecoded($0.dropFirst(4)) ?? String($0) : String($0)
        }
        .joined(separator: ".")
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard !label.isEmpty, label.utf8.count <= 63 * 4, label.first != "-" else { return false }
        return label.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "-", "_": true
            default:
                scalar.value >= 0x80 && !MatchText.isInvisible(scalar) && !scalar.properties.isWhitespace
            }
        }
    }

    /// RFC 3492, section 6.2.
    private static func punycodeDecoded(_ label: Substring) -> String? {
        var output: [UInt32] = []
        var input = Array(label.utf8)[...]
        if let dash = input.lastIndex(of: UInt8(ascii: "-")) {
            output = input[..<dash].map(UInt32.init)
            input = input[(dash + 1)...]
        }
        var code: UInt32 = 128
        var index: UInt32 = 0
        var bias: UInt32 = 72
        var isFirst = true
        while !input.isEmpty {
            let start = index
            var weight: UInt32 = 1
            var step: UInt32 = 36
            while true {
                guard let byte = input.popFirst() else { return nil }
                let digit: UInt32
                switch byte {
                case 0x61...0x7A: digit = UInt32(byte) - 0x61
                case 0x30...0x39: digit = UInt32(byte) - 0x30 + 26
                default: return nil
                }
                let (product, isLarge) = digit.multipliedReportingOverflow(by: weight)
                let (sum, isLarger) = index.addingReportingOverflow(product)
                guard !isLarge, !isLarger else { return nil }
                index = sum
                let threshold = step <= bias ? 1 : min(step - bias, 26)
                if digit < threshold { break }
                let (next, isTooLarge) = weight.multipliedReportingOverflow(by: 36 - threshold)
                guard !isTooLarge else { return nil }
                weight = next
                step += 36
            }
            let count = UInt32(output.count) + 1
            var delta = isFirst ? (index - start) / 700 : (index - start) / 2
            isFirst = false
            delta += delta / count
            var rounds: UInt32 = 0
            while delta > 455 {
                delta /= 35
                rounds += 36
            }
            bias = rounds + 36 * delta / (delta + 38)
            let (nextCode, isOver) = code.addingReportingOverflow(index / count)
            guard !isOver, nextCode <= 0x10FFFF, output.count < 63 else { return nil }
            code = nextCode
            index %= count
            output.insert(code, at: Int(index))
            index += 1
        }
        var scalars = String.UnicodeScalarView()
        for value in output {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            scalars.append(scalar)
        }
        return String(scalars).precomposedStringWithCanonicalMapping
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
