import ETLModel
import Foundation
import GRDB

/// Faults of one cause in the files of one source, each counted once however many files are equal.
public struct FaultGroup: Codable, Hashable, Sendable {
    public let source: String
    /// Whether each is a record that the unified JSON lacks. Otherwise the record is in it, with less.
    public let isLost: Bool
    public let count: Int
    /// The fault, the form found and the form expected.
    public let cause: String
    public let remedy: String
    /// Files that have any of them.
    public let files: Int
    /// The first: drop directory, file, archive member, line and column.
    public let example: String
}

extension StateReader {
    /// Faults of single records by source and cause: lost records first, then by count.
    public func faultGroups() throws -> [FaultGroup] {
        var groups: [GroupKey: Group] = [:]
        var order: [GroupKey] = []
        let names = try dropNames()
        try StoreStatement(
            db,
            """
            SELECT k.source, k.warnings, min(f.drop_index), f.path FROM contents k
            CROSS JOIN files f ON f.content_id = k.id
            WHERE (k.error IS NOT NULL OR k.warnings IS NOT NULL) AND k.warnings IS NOT NULL
            GROUP BY k.id ORDER BY f.drop_index, f.path
            """
        ).forEach { row in
            for warning in try StoredFault.decode(row.text(1)) {
                let key = GroupKey(source: row.text(0), cause: warning.cause, isLost: warning.isLoss)
                if groups[key] == nil { order.append(key) }
                let place = names[row.int(2)].map { $0 + "/" } ?? ""
                groups[key, default: Group(warning: warning, file: place + row.path(3).escaped)].add(warning)
            }
        }
        return order.compactMap { key in groups[key].map { $0.finished(key) } }.enumerated().sorted {
            let (one, other) = ($0.element, $1.element)
            if one.isLost != other.isLost { return one.isLost }
            return one.count != other.count ? one.count > other.count : $0.offset < $1.offset
        }.map(\.element)
    }

    private struct GroupKey: Hashable {
        let source: String
        let cause: TransformError.Cause
        let isLost: Bool
    }

    private struct Group {
        let warning: TransformWarning
        let file: String
        var count = 0
        var files = 0

        init(warning: TransformWarning, file: String) {
            self.warning = warning
            self.file = file
        }

        mutating func add(_ warning: TransformWarning) {
            count += warning.count
            files += 1
        }

        func finished(_ key: GroupKey) -> FaultGroup {
            let member = warning.member.map { "/" + $0 } ?? ""
            let position = warning.position.map { ":\($0.line):\($0.column)" } ?? ""
            return FaultGroup(
                source: key.source, isLost: key.isLost, count: count, cause: warning.summary,
                remedy: warning.cause.remedy, files: files, example: file + member + position)
        }
    }
}
