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
        let hash = ContentHash.of(Array(body.readableBytesView)).prefix(8)
        let tag = "\"" + hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: cache]
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

/// The list of an `If-None-Match` header.
enum EntityTag {
    static func matches(_ list: String?, _ tag: String) -> Bool {
        guard let list else { return false }
        return list.split(separator: ",").contains { entry in
            let text = entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            let plain = String(text)
            return plain == "*" || plain == tag || plain == "W/" + tag
        }
    }
}
