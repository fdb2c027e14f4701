import CYYJSON
import ETLFormats

/// Parses one JSON value at a time, with an allocator that keeps its storage from one to the next.
///
/// Only this file calls yyjson for Telegram; a ``TelegramResultValue`` is valid within the closure that
/// gets it.
final class TelegramResultParser {
    /// A coordinate that is unknown may be `nan`.
    private static let flags =
        YYJSON_READ_ALLOW_INVALID_UNICODE | YYJSON_READ_ALLOW_INF_AND_NAN | YYJSON_READ_ALLOW_TRAILING_COMMAS

    private let allocator = yyjson_alc_dyn_new()

    deinit { yyjson_alc_dyn_free(allocator) }

    /// The escape of half a character is read as U+FFFD.
    ///
    /// - Returns: `nil` where the bytes are no JSON value.
    func parse<Result>(_ json: [UInt8], _ body: (TelegramResultValue) -> Result) -> Result? {
        var fault = yyjson_read_err()
        var document = read(json, &fault)
        if document == nil, fault.code == YYJSON_READ_ERROR_INVALID_STRING,
            let repaired = JSONSurrogates.repaired(json)
        {
            document = read(repaired, &fault)
        }
        if document == nil, let repaired = TelegramResultRepair.repaired(json) {
            document = read(repaired, &fault)
        }
        guard let document else { return nil }
        defer { yyjson_doc_free(document) }
        return yyjson_doc_get_root(document).map { body(TelegramResultValue($0)) }
    }

    /// Parses a text that stands in a value which is still in use.
    func nested<Result>(_ json: [UInt8], _ body: (TelegramResultValue) -> Result) -> Result? {
        TelegramResultParser().parse(json, body)
    }

    private func read(_ json: [UInt8], _ fault: inout yyjson_read_err) -> UnsafeMutablePointer<yyjson_doc>? {
        json.withUnsafeBytes { bytes in
            // Without the in-place flag the text is only read, whatever the type says.
            let text = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: CChar.self).baseAddress)
            return yyjson_read_opts(text, bytes.count, Self.flags, allocator, &fault)
        }
    }
}

struct TelegramResultValue {
    private let value: UnsafeMutablePointer<yyjson_val>

    fileprivate init(_ value: UnsafeMutablePointer<yyjson_val>) { self.value = value }

    /// The first member of this name, if the value is an object that has one.
    subscript(_ key: StaticString) -> TelegramResultValue? {
        key.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { name in
                yyjson_obj_getn(value, name.baseAddress, name.count).map { TelegramResultValue($0) }
            }
        }
    }

    /// Whether a message has a key that may be about media, by the beginnings of its keys: one look at each
    /// instead of a search for many.
    var mayHoldMedia: Bool {
        var iterator = yyjson_obj_iter()
        guard yyjson_obj_iter_init(value, &iterator) else { return false }
        while let key = yyjson_obj_iter_next(&iterator) {
            guard let name = yyjson_get_str(key), yyjson_get_len(key) > 2 else { continue }
            switch UInt8(bitPattern: name[0]) {
            // `media_type`, `photo`, `place_name`, `poll`, `paid_…`, `contact_…`, `game_…`, `giveaway_…`, `location_…`
            case UInt8(ascii: "m"), UInt8(ascii: "p"), UInt8(ascii: "c"), UInt8(ascii: "g"),
                UInt8(ascii: "l"):
                return true
            // `file`, not `from`; `todo_list`, not `text` or `type`; `address`, not `author`; `invoice_…`, not `inline_…`
            case UInt8(ascii: "f"): if name[1] == CChar(UInt8(ascii: "i")) { return true }
            case UInt8(ascii: "t"): if name[1] == CChar(UInt8(ascii: "o")) { return true }
            case UInt8(ascii: "a"): if name[1] == CChar(UInt8(ascii: "d")) { return true }
            case UInt8(ascii: "i"): if name[2] == CChar(UInt8(ascii: "v")) { return true }
            default: break
            }
        }
        return false
    }

    var isTrue: Bool { yyjson_is_true(value) }
    var isNull: Bool { yyjson_is_null(value) }
    var isObject: Bool { yyjson_is_obj(value) }

    /// `nil` for what is no string.
    var string: String? { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of a string, which need not be UTF-8.
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard let text = yyjson_get_str(value) else { return nil }
        let count = yyjson_get_len(value)
        return text.withMemoryRebound(to: UInt8.self, capacity: count) {
            body(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    /// A whole number, also one that is written as a string.
    var integer: Int64? {
        if yyjson_is_uint(value) { return Int64(exactly: yyjson_get_uint(value)) }
        if yyjson_is_sint(value) { return yyjson_get_sint(value) }
        guard yyjson_get_len(value) <= 20 else { return nil }
        return withUTF8 { Int64(String(decoding: $0, as: UTF8.self)) } ?? nil
    }

    /// A number as text, without zeros that say nothing.
    var decimal: String? {
        if let integer { return String(integer) }
        if yyjson_is_real(value) {
            let number = yyjson_get_real(value)
            return number.isFinite ? "\(number)" : nil
        }
        return string.flatMap { Double($0) == nil ? nil : $0 }
    }

    /// The object that this is, or that a string holds as JSON: the exporter escapes some objects once more.
    func unpacked<Result>(
        by parser: TelegramResultParser, _ body: (TelegramResultValue) -> Result
    ) -> Result? {
        if isObject { return body(self) }
        guard let text = string else { return nil }
        let result = parser.nested(Array(text.utf8)) { $0.isObject ? body($0) : nil as Result? }
        return result ?? nil
    }

    /// Calls `body` with each element of an array until it returns false.
    func forEach(_ body: (TelegramResultValue) -> Bool) {
        var iterator = yyjson_arr_iter()
        guard yyjson_arr_iter_init(value, &iterator) else { return }
        while let element = yyjson_arr_iter_next(&iterator) {
            guard body(TelegramResultValue(element)) else { return }
        }
    }
}
