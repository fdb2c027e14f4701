import CYYJSON
package import ETLModel
import Glibc

/// A JSON text, parsed as a whole without recursion.
///
/// ``JSONValue``s point into it and are valid while it lives. The caller must keep it alive; ``JSONPiece`` does so for
/// its receiver.
package final class JSONDocument {
    private let document: UnsafeMutablePointer<yyjson_doc>
    package let root: JSONValue

    /// - Parameters:
    ///   - bytes: UTF-8; a byte order mark is passed over, invalid UTF-8 inside strings is let through.
    ///     The escape of half a character is read as U+FFFD.
    ///   - start: Where the text begins in its file.
    ///   - rule: Named in the error if the text is not JSON.
    ///   - valueLimit: Values that it may have at most; each takes 16 bytes of memory.
    /// - Throws: ``TransformError/Cause/truncated`` where the text ends early, `limitExceeded` where there are
    ///   too many values, otherwise `malformed`, with their position.
    package init(
        _ bytes: [UInt8], at start: TextPosition = TextPosition(line: 1, column: 1), file: RelativePath,
        rule: TransformError.Rule, valueLimit: Int = .max
    ) throws(TransformError) {
        // There are no more values than bytes.
        if bytes.count > valueLimit, JSONValueCount.most(in: bytes) > valueLimit {
            throw TransformError(
                file: file, position: start, cause: .limitExceeded(.documentValues, limit: valueLimit))
        }
        var text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var fault = yyjson_read_err()
        var parsed = Self.parse(text, &fault)
        if parsed == nil, fault.code == YYJSON_READ_ERROR_INVALID_STRING,
            let repaired = JSONSurrogates.repaired(text)
        {
            text = repaired
            parsed = Self.parse(text, &fault)
        }
        guard let parsed, let root = yyjson_doc_get_root(parsed) else {
            // Only a text with more opening brackets than it can close needs more memory than this.
            let isOpen = fault.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION
            let endsEarly =
                text.isEmpty || isOpen || fault.code == YYJSON_READ_ERROR_UNEXPECTED_END
                || fault.code == YYJSON_READ_ERROR_EMPTY_CONTENT
            let end = isOpen ? text.count : min(Int(fault.pos), text.count)
            throw TransformError(
                file: file, position: start.advanced(over: text[..<end]),
                cause: endsEarly ? .truncated : .malformed(rule))
        }
        document = parsed
        self.root = JSONValue(root)
    }

    deinit { yyjson_doc_free(document) }

    private static func parse(_ text: [UInt8], _ fault: inout yyjson_read_err) -> UnsafeMutablePointer<
        yyjson_doc
    >? {
        var allocator = allocator(forTextOf: text.count)
        return text.withUnsafeBytes {
            // yyjson changes only texts that it reads in place. This one it does not, so no copy is needed.
            yyjson_read_opts(
                UnsafeMutablePointer(mutating: $0.baseAddress?.assumingMemoryBound(to: CChar.self)), $0.count,
                YYJSON_READ_ALLOW_INVALID_UNICODE, &allocator, &fault)
        }
    }

    /// The C library's allocator, which gives no piece that JSON of this size cannot need.
    ///
    /// A value takes 16 bytes, and there may be one for each two bytes of text. Only brackets that are never
    /// closed would take more; pieces grow by half, so that one may have room for half as much again.
    private static func allocator(forTextOf byteCount: Int) -> yyjson_alc {
        let most = 4_096 + byteCount * 25 / 2
        return yyjson_alc(
            malloc: { context, size in size <= Int(bitPattern: context) ? Glibc.malloc(size) : nil },
            realloc: { context, pointer, _, size in
                size <= Int(bitPattern: context) ? Glibc.realloc(pointer, size) : nil
            }, free: { _, pointer in Glibc.free(pointer) }, ctx: UnsafeMutableRawPointer(bitPattern: most))
    }

    /// Where a string of the document begins in `bytes`, which it was made of and which begin at `start`;
    /// `nil` for other values.
    package func position(of string: JSONValue, in bytes: [UInt8], at start: TextPosition) -> TextPosition? {
        // Strings stay where they are in yyjson's copy of the text.
        guard let place = string.place, let pool = document.pointee.str_pool else { return nil }
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let offset = mark + UnsafePointer(pool).distance(to: place) - 1
        return bytes.indices.contains(offset) ? start.advanced(over: bytes[..<offset]) : nil
    }
}

/// A value of a ``JSONDocument``. A question for another type gives `nil`.
package struct JSONValue {
    fileprivate let value: UnsafeMutablePointer<yyjson_val>

    fileprivate init(_ value: UnsafeMutablePointer<yyjson_val>) { self.value = value }

    fileprivate var place: UnsafePointer<CChar>? { yyjson_get_str(value) }

    /// The first member of this name.
    package subscript(_ key: StaticString) -> JSONValue? {
        key.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { name in
                yyjson_obj_getn(value, name.baseAddress, name.count).map { JSONValue($0) }
            }
        }
    }

    /// The member of this name, unless it is `null`.
    package func member(_ key: StaticString) -> JSONValue? {
        self[key].flatMap { $0.isNull ? nil : $0 }
    }

    package var isNull: Bool { yyjson_is_null(value) }
    package var isObject: Bool { yyjson_is_obj(value) }
    package var isArray: Bool { yyjson_is_arr(value) }
    /// Members of an object, elements of an array; 0 for others.
    package var count: Int { isObject || isArray ? yyjson_get_len(value) : 0 }

    package var bool: Bool? { yyjson_is_bool(value) ? yyjson_get_bool(value) : nil }
    /// A number, however it is written.
    package var double: Double? { yyjson_is_num(value) ? yyjson_get_num(value) : nil }
    /// A whole number that is written as a number.
    package var integer: Int64? {
        if yyjson_is_uint(value) { return Int64(exactly: yyjson_get_uint(value)) }
        return yyjson_is_sint(value) ? yyjson_get_sint(value) : nil
    }

    /// Invalid UTF-8 becomes U+FFFD.
    package var string: String? { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of a string.
    package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard let text = yyjson_get_str(value) else { return nil }
        let count = yyjson_get_len(value)
        return text.withMemoryRebound(to: UInt8.self, capacity: count) {
            body(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    /// The elements of an array; none for other values.
    package var elements: [JSONValue] {
        var iterator = yyjson_arr_iter()
        guard yyjson_arr_iter_init(value, &iterator) else { return [] }
        var list: [JSONValue] = []
        list.reserveCapacity(yyjson_get_len(value))
        while let element = yyjson_arr_iter_next(&iterator) { list.append(JSONValue(element)) }
        return list
    }

    /// The elements of an array one by one, without a list of them; none for other values.
    package var eachElement: JSONElements { JSONElements(of: self) }

    /// The members of an object in file order; none for other values.
    package var members: [(name: String, value: JSONValue)] {
        var iterator = yyjson_obj_iter()
        guard yyjson_obj_iter_init(value, &iterator) else { return [] }
        var list: [(name: String, value: JSONValue)] = []
        while let key = yyjson_obj_iter_next(&iterator) {
            guard let member = yyjson_obj_iter_get_val(key), let name = JSONValue(key).string else {
                continue
            }
            list.append((name, JSONValue(member)))
        }
        return list
    }
}

/// The elements of an array, or a value alone.
package struct JSONElements: Sequence, IteratorProtocol {
    /// Of no elements, unless it is begun.
    private var iterator = yyjson_arr_iter()
    private var lone: JSONValue?

    package init(of array: JSONValue) {
        yyjson_arr_iter_init(array.value, &iterator)
    }

    package init(only value: JSONValue) { lone = value }

    package mutating func next() -> JSONValue? {
        if let value = lone {
            lone = nil
            return value
        }
        return yyjson_arr_iter_next(&iterator).map { JSONValue($0) }
    }
}

extension TextPosition {
    fileprivate func advanced(over text: ArraySlice<UInt8>) -> TextPosition {
        var line = line
        var column = column
        for byte in text {
            column += 1
            if byte == 0x0A {
                line += 1
                column = 1
            }
        }
        return TextPosition(line: line, column: column)
    }
}
