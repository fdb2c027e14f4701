import Foundation
import HTTPTypes
import Hummingbird

/// Why a request is not done, as RFC 9457 writes it. Holds no text of the request.
struct Problem: Error {
    var status: HTTPResponse.Status
    var detail: String
    var remedy: String?
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String, remedy: String? = nil) {
        self.status = status
        self.detail = detail
        self.remedy = remedy
    }

    static let databaseMissing = Problem(
        .serviceUnavailable, "There is no database yet.", remedy: "Run etl-watch backfill or run first.")

    private struct Body: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
        let remedy: String?
        let requestId: String
    }

    func response(requestID: String) -> Response {
        let body = Body(
            title: status.reasonPhrase, status: status.code, detail: detail, remedy: remedy,
            requestId: requestID)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: JSONAnswer.bytes(of: body)))
    }
}
