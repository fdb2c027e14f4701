package import ETLFiles
public import ETLModel
import Foundation
package import GRDB

/// A drop directory as the store knows it.
public struct StoredDrop: Hashable, Sendable {
    /// Its position in the order of names: ``DropPath/drop`` of its files.
    public let number: Int
    public var name: String
    /// Where it was found last.
    public var path: [UInt8]
    public var source: Source?
    public var isConfigured: Bool
    /// Whether its name was configured or taken over.
    package var isNamed: Bool
}

/// The change of a drop directory between two starts.
public struct DropChange: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// It lies elsewhere than before.
        case moved(from: [UInt8])
        /// No longer configured; its data is kept.
        case unconfigured
        /// No longer configured; its data is taken out.
        case removed
        /// Its data is taken out by request.
        case forgotten
    }

    public let name: String
    public let kind: Kind
    /// Files of the drop directory that the store has, or had.
    public let fileCount: Int
}

/// The table of drop directories within one transaction.
package struct DropRegistry {
    private let db: Database
    package private(set) var drops: [StoredDrop]

    package init(_ db: Database) throws {
        self.db = db
        drops = try Row.fetchAll(
            db, sql: "SELECT number, name, path, source, is_configured, is_named FROM drops ORDER BY number"
        ).map { row in
            StoredDrop(
                number: row[0], name: row[1], path: [UInt8](row[2] as Data),
                source: (row[3] as String?).map(Source.init(rawValue:)), isConfigured: row[4], isNamed: row[5]
            )
        }
    }

    package func fileCount(_ drop: StoredDrop) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM files WHERE drop_index = ?", arguments: [drop.number]) ?? 0
    }

    package func drop(named name: String) -> StoredDrop? { drops.first { $0.name == name } }

    /// Writes the drop directories down, numbered in the order of their names.
    ///
    /// - Parameter drops: With their present numbers; of new ones none is another's.
    /// - Returns: Whether drop directories have other numbers now, so that all contributions must be placed anew.
    package mutating func replace(by drops: [StoredDrop], adding roots: [DropRoot]) throws -> Bool {
        let names = (drops.map(\.name) + roots.map(\.name)).sorted(by: Self.precedes)
        let numbers = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let moved = drops.filter { numbers[$0.name] != $0.number }
        if !moved.isEmpty {
            // Below zero, no number is in another's way.
            for drop in moved { try renumber(drop.number, to: -1 - drop.number) }
            for drop in moved { try renumber(-1 - drop.number, to: numbers[drop.name] ?? drop.number) }
        }
        let all =
            drops
            + roots.map { root in
                StoredDrop(
                    number: 0, name: root.name, path: root.path, source: root.source, isConfigured: true,
                    isNamed: true)
            }
        let next = all.map { drop in
            StoredDrop(
                number: numbers[drop.name] ?? drop.number, name: drop.name, path: drop.path,
                source: drop.source, isConfigured: drop.isConfigured, isNamed: drop.isNamed)
        }.sorted { $0.number < $1.number }
        if next != self.drops { try write(next) }
        self.drops = next
        return try !moved.isEmpty && Int.fetchOne(db, sql: "SELECT 1 FROM files LIMIT 1") != nil
    }

    private func renumber(_ number: Int, to other: Int) throws {
        try db.execute(
            sql: "UPDATE files SET drop_index = ? WHERE drop_index = ?", arguments: [other, number])
    }

    private func write(_ drops: [StoredDrop]) throws {
        try db.execute(sql: "DELETE FROM drops")
        for drop in drops {
            try db.execute(
                sql: "INSERT INTO drops VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    drop.number, drop.name, Data(drop.path), drop.source?.rawValue, drop.isConfigured,
                    drop.isNamed,
                ])
        }
        // The snapshot names the drop directories of faulty files.
        try db.execute(sql: "INSERT OR IGNORE INTO dirty_companies VALUES ('')")
    }

    /// By bytes, as paths are ordered.
    package static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension DropRegistry {
    /// Gives the drop directories of a database that knows them by position the names of their paths.
    static func nameDropsByPosition(in db: Database) throws {
        let text = try String.fetchOne(db, sql: "SELECT value FROM settings WHERE name = 'drops'") ?? ""
        var taken: Set<String> = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard fields.count == 3, let number = Int(fields[0]) else { continue }
            let path = RelativePath(escaped: fields[2]).bytes
            let name = freeName(DropName.ofDirectory(path), taken: taken)
            taken.insert(name)
            try db.execute(
                sql: "INSERT INTO drops VALUES (?, ?, ?, ?, 1, 0)",
                arguments: [number, name, Data(path), fields[1] == "auto" ? nil : fields[1]])
        }
        try db.execute(sql: "DELETE FROM settings WHERE name = 'drops'")
    }

    /// `exports`, or `exports-2` if that is taken.
    static func freeName(_ name: String, taken: Set<String>) -> String {
        var free = name
        var number = 2
        while taken.contains(free) {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }
}
