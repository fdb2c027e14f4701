import CLibXML2

/// What libxml2 knows of HTML's names; the scanner of pages asks it, so that both read the same.
enum TelegramHTMLTables {
    private static let mostNameBytes = 40

    /// The character of a named reference, such as `laquo`; `nil` for a name that is none.
    static func character(named name: Slice<UnsafeRawBufferPointer>) -> UInt32? {
        withCString(name) { htmlEntityLookup($0)?.pointee.value } ?? nil
    }

    /// Whether there is an element of that name, in small letters.
    static func knowsElement(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
        withCString(name) { htmlTagLookup($0) != nil } ?? true
    }

    private static func withCString<Result>(
        _ name: Slice<UnsafeRawBufferPointer>, _ body: (UnsafePointer<xmlChar>) -> Result
    ) -> Result? {
        guard name.count <= mostNameBytes else { return nil }
        return withUnsafeTemporaryAllocation(of: xmlChar.self, capacity: mostNameBytes + 1) { buffer in
            _ = buffer.initialize(from: name)
            buffer.initializeElement(at: name.count, to: 0)
            return buffer.baseAddress.map { body(UnsafePointer($0)) }
        }
    }
}
