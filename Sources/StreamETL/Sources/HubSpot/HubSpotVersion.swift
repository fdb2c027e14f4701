package import ETLModel

/// How new a statement about a record is.
///
/// Ordered by the day of the export (the last date in the name of the file, its archive or its
/// directory; without one the day of the record's last change), then by the numbers that later exports
/// and copies of a day carry (`…-2024-06-01-1.csv`, `…-2024-06-01-1 (2).csv`), the record's last change
/// and the path.
package struct HubSpotVersion: Comparable {
    private let day: Int64
    private let number: Number
    private let updated: Int64
    private let path: DropPath

    package init(of record: HubSpotRecord, at path: DropPath) {
        let export = Self.export(named: path.path)
        updated = record.updated ?? .min
        day = export?.day ?? record.updated.map { Self.floorDivide($0, 86_400_000) } ?? .min
        number = export?.number ?? Number()
        self.path = path
    }

    package static func < (lhs: HubSpotVersion, rhs: HubSpotVersion) -> Bool {
        if lhs.day != rhs.day { return lhs.day < rhs.day }
        if lhs.number != rhs.number { return lhs.number < rhs.number }
        if lhs.updated != rhs.updated { return lhs.updated < rhs.updated }
        return lhs.path < rhs.path
    }

    /// The date of an export by its path, the innermost component that has one.
    private static func export(named path: RelativePath) -> (day: Int64, number: Number)? {
        var rest = path
        while !rest.isRoot {
            if let export = export(in: Array(rest.name)) { return export }
            rest = rest.parent
        }
        return nil
    }

    private static func export(in name: [UInt8]) -> (day: Int64, number: Number)? {
        guard name.count >= 10 else { return nil }
        for start in stride(from: name.count - 10, through: 0, by: -1) {
            // Not the tail of a longer number.
            if start > 0, HubSpotValue.isDigit(name[start - 1]) { continue }
            let end = start + 10
            if end < name.count, HubSpotValue.isDigit(name[end]) { continue }
            guard let moment = HubSpotMoment(Array(name[start..<end])) else { continue }
            return (floorDivide(moment.local, 86_400), number(in: name[end...]))
        }
        return nil
    }

    /// `-2` of later exports, ` (1)` of what a browser saved under a name that was there.
    private struct Number: Comparable {
        var export = 0
        var copy = 0

        static func < (lhs: Number, rhs: Number) -> Bool {
            (lhs.export, lhs.copy) < (rhs.export, rhs.copy)
        }
    }

    /// The numbers at the start and before the end or a dot.
    private static func number(in tail: ArraySlice<UInt8>) -> Number {
        var rest = tail
        var number = Number()
        if rest.first == UInt8(ascii: "-") {
            guard let export = digits(&rest, after: 1) else { return Number() }
            number.export = export
        }
        if rest.starts(with: " (".utf8) {
            guard let copy = digits(&rest, after: 2), rest.popFirst() == UInt8(ascii: ")") else {
                return Number()
            }
            number.copy = copy
        }
        return rest.isEmpty || rest.first == UInt8(ascii: ".") ? number : Number()
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>, after count: Int) -> Int? {
        let digits = rest.dropFirst(count).prefix(while: HubSpotValue.isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
