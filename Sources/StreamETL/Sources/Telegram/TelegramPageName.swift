/// The number of a page in its chat: 1 for `messages.html`, 10 for `messages10.html`.
struct TelegramPageName: Hashable, Sendable {
    let number: Int

    init?(_ name: ArraySlice<UInt8>) {
        guard name.count >= 13, name.starts(with: "messages".utf8),
            name.suffix(5).elementsEqual(".html".utf8)
        else { return nil }
        let digits = name.dropFirst(8).dropLast(5)
        guard digits.count <= 9, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        number = digits.isEmpty ? 1 : digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
