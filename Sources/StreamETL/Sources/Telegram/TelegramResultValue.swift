import CYYJSON
import ETLFormats

/// Parses one JSON value at a time, with an allocator that keeps its storage from one to the next.
///
/// Only this file calls yyjson for Telegram; a ``TelegramResultValue`` is valid within the closure that
/// gets it.
final class TelegramResultParser {
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
        guard let document else { return nil }
        defer { yyjson_doc_free(document) }
        return yyjson_doc_get_root(document).map { body(TelegramResultValue($0)) }
    }

    private func read(_ json: [UInt8], _ fault: inout yyjson_read_err) -> UnsafeMutablePointer<yyjson_doc>? {
        json.withUnsafeBytes { bytes in
            // Without the in-place flag the text is only read, whatever the type says.
            let text = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: CChar.self).baseAddress)
            return yyjson_read_opts(text, bytes.count, YYJSON_READ_ALLOW_INVALID_UNICODE, allocator, &fault)
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

    /// Calls `body` with each element of an array until it returns false.
    func forEach(_ body: (TelegramResultValue) -> Bool) {
        var iterator = yyjson_arr_iter()
        guard yyjson_arr_iter_init(value, &iterator) else { return }
        while let element = yyjson_arr_iter_next(&iterator) {
            guard body(TelegramResultValue(element)) else { return }
        }
    }
}
