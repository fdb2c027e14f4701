public import ETLModel
import GRDB

extension Database {
    /// The beginning of an item's data.
    package func texts(of segments: [AssembledItem.Segment]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        // Once, and no more than needed: it may be many megabytes.
        let byteCount = segments.reduce(0) { sum, segment in
            switch segment {
            case .bytes(let own): sum + own.count
            case .payload(_, let byteCount): sum + byteCount
            case .filled(let text): sum + text.byteCount
            }
        }
        bytes.reserveCapacity(min(byteCount, ItemTexts.longestByteCount))
        var recent = RecentPayloads()
        for segment in segments where bytes.count < ItemTexts.longestByteCount {
            let room = ItemTexts.longestByteCount - bytes.count
            switch segment {
            case .bytes(let own): bytes.append(contentsOf: own.prefix(room))
            case .payload(let part, let byteCount):
                let payload = try StoreStatement(
                    self, "SELECT substr(payload, 1, ?) FROM contributions WHERE id = ?"
                ).first(.integer(min(byteCount, room)), .integer(part)) { $0.bytes(0) }
                guard let payload else { throw ByteReader.Corruption() }
                bytes.append(contentsOf: payload)
            case .filled(let text):
                var filled: [UInt8] = []
                try text.append(to: &filled, from: try recent.payload(of: text.part, reading: payload))
                bytes.append(contentsOf: filled.prefix(room))
            }
        }
        return bytes
    }

    /// A contribution's payload.
    package func payload(of part: Int64) throws -> [UInt8] {
        let payload = try StoreStatement(self, "SELECT payload FROM contributions WHERE id = ?")
            .first(.integer(part)) { $0.bytes(0) }
        guard let payload else { throw ByteReader.Corruption() }
        return payload
    }

    package func texts(ofItem item: Int64) throws -> [UInt8] {
        let segments = try StoreStatement(self, "SELECT segments FROM items WHERE id = ?")
            .first(.integer(item)) { $0.bytes(0) }
        guard let segments else { throw ByteReader.Corruption() }
        return try texts(of: StoredSegments.decode(segments))
    }
}

extension StateReader {
    /// The beginning of an item's data; empty if the item is gone.
    public func texts(of item: DecidedItem) throws -> [UInt8] {
        let id = try Int64.fetchOne(
            db, sql: "SELECT id FROM items WHERE section = ? AND key = ?",
            arguments: [item.section, item.key])
        return try id.map { try db.texts(ofItem: $0) } ?? []
    }
}
