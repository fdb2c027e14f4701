import StreamETL

/// A line `SECONDS AUTHOR <ADDRESS> TEXT` of a note; the address may be missing.
struct NoteMessage: Hashable {
    /// Since 1970.
    let time: Int64
    let author: String
    let address: String?
    let text: String

    init?(_ line: Substring) {
        guard let found = line.wholeMatch(of: /(\d+) (\S+)(?: <([^>]+)>)? (.+)/),
            let time = Int64(found.output.1)
        else { return nil }
        self.time = time
        author = String(found.output.2)
        address = found.output.3.map(String.init)
        text = String(found.output.4)
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(time)
        writer.write(author)
        writer.write(address)
        writer.write(text)
    }

    /// Reads what ``encode(into:)`` wrote, in the same order.
    init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        time = try reader.readInt64()
        author = try reader.readString()
        address = try reader.readOptionalString()
        text = try reader.readString()
    }
}
