/// The members of an archive that no source recognises: how many there are, and the first of their names.
///
/// They are stored as the last contribution of the archive, which belongs to no unit.
package struct UnreadMembers: Hashable, Sendable {
    /// The ``Contribution/kind`` of the contribution that holds them.
    package static let kind = "ignored"

    private static let mostNames = 1_000
    private static let mostNameBytes = 64 << 10

    package private(set) var count = 0
    /// In the order of the archive, as far as they are kept.
    package private(set) var names: [RelativePath] = []
    private var nameByteCount = 0

    package init() {}

    package mutating func add(_ name: RelativePath) {
        count += 1
        keep(name)
    }

    /// Adds the unread members of an archive inside the archive.
    package mutating func add(_ inner: UnreadMembers, below member: RelativePath) {
        count += inner.count
        for name in inner.names { keep(member.appending(name.bytes)) }
    }

    private mutating func keep(_ name: RelativePath) {
        guard names.count < Self.mostNames, nameByteCount + name.bytes.count <= Self.mostNameBytes else {
            return
        }
        names.append(name)
        nameByteCount += name.bytes.count
    }

    /// `nil` where there are none.
    package var contribution: Contribution? {
        guard count > 0 else { return nil }
        var payload = ByteWriter(reserving: nameByteCount + names.count * 2 + 16)
        payload.write(count)
        payload.write(names) { $0.write($1.bytes) }
        return Contribution(kind: Self.kind, heading: [], payload: payload.bytes)
    }

    package init(decoding payload: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(payload)
        count = try reader.readInt()
        names = try reader.readArray { reader throws(ByteReader.Corruption) in
            RelativePath(bytes: try reader.readBytes())
        }
    }
}
