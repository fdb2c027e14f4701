import ETLModel
import Foundation
import HTTPTypes
import Hummingbird

/// JSON with snake_case keys in one order, so that equal answers have equal ETags.
enum JSONAnswer {
    static func bytes(of value: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Values here hold no number that JSON has not; nothing else makes encoding fail.
        return ByteBuffer(bytes: (try? encoder.encode(value)) ?? Data("null".utf8))
    }

    /// Answers a GET: 304 where the caller has it already.
    static func response(_ value: some Encodable, to request: Request) -> Response {
        response(bytes(of: value), type: "application/json", cache: "private, no-cache", to: request)
    }

    static func response(_ body: ByteBuffer, type: String, cache: String, to request: Request) -> Response {
        let tag = "\"\(EntityTag.opaque(of: Array(body.readableBytesView)))\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: cache]
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

/// What tells one answer from another: ETags, and the list of an `If-None-Match` header.
enum EntityTag {
    /// Sixteen hexadecimal digits, equal for equal bytes; an ETag puts them in quotes.
    static func opaque(of bytes: [UInt8]) -> String {
        Hexadecimal.text(of: ContentHash.of(bytes).prefix(8))
    }

    static func matches(_ list: String?, _ tag: String) -> Bool {
        guard let list else { return false }
        return list.split(separator: ",").contains { entry in
            let text = entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            let plain = String(text)
            return plain == "*" || plain == tag || plain == "W/" + tag
        }
    }
}
