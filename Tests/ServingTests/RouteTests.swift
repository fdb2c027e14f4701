import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ETLServing

@Suite struct `The API` {
    @Test func `has the operations and scopes of its document, and no others`() throws {
        let house = try TestHouse()
        let routes = RouteTable(house.house).routes
        let bytes = try #require(PageFiles.body(named: "openapi.json"))
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let described = paths.flatMap { path, operations in
            operations.map { "\($0.key) \(path) \($0.value["x-scope"] ?? "")" }
        }
        let registered = routes.map {
            "\($0.method.rawValue.lowercased()) \($0.path) \($0.scope?.rawValue ?? "none")"
        }
        #expect(described.sorted() == registered.sorted())
        try FileManager.default.removeItem(atPath: house.directory)
    }

    @Test func `answers 405 with the methods that a path has`() async throws {
        try await TestHouse().serve { client in
            let answer = try await client.execute(uri: "/api/v1/status", method: .put)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "GET, HEAD")
        }
    }

    @Test(arguments: ["/api/v1/nothing", "/app.css/../../etc/passwd.txt", "/%2e%2e/%2e%2e/etc/passwd.txt"])
    func `answers 404 to a path that leads nowhere`(_ path: String) async throws {
        try await TestHouse().serve { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
            #expect(answer.headers[.requestID] != nil)
        }
    }

    @Test func `refuses a body over its limit`() async throws {
        try await TestHouse().serve { client in
            let body = ByteBuffer(repeating: 0x20, count: FrameMiddleware.bodyLimit + 1)
            let answer = try await client.execute(uri: "/login", method: .post, body: body)
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test(arguments: ["/", "/app.js", "/app.css", "/openapi.json", "/healthz"])
    func `gives everybody its pages, with an ETag and no way for foreign scripts`(_ path: String) async throws
    {
        try await TestHouse().serve { client in
            let first = try await client.execute(uri: path, method: .get)
            #expect(first.status == .ok)
            let policy = try #require(first.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'") && policy.contains("require-trusted-types-for"))
            let tag = try #require(first.headers[.eTag])
            let again = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
        }
    }

    @Test func `sends the unified JSON whole, in part, compressed or not at all`() async throws {
        let house = try TestHouse()
        let token = try house.token(.read)
        try house.write("0123456789", to: "unified.json")
        try house.write("twin", to: "unified.json.gz")
        try await house.serve { client in
            func get(_ name: HTTPField.Name?, _ value: String) async throws -> TestResponse {
                var headers = bearer(token)
                if let name { headers[name] = value }
                return try await client.execute(uri: "/api/v1/snapshot", method: .get, headers: headers)
            }
            let whole = try await get(nil, "")
            #expect(String(buffer: whole.body) == "0123456789")
            #expect(try await get(.ifNoneMatch, whole.headers[.eTag] ?? "").status == .notModified)
            let part = try await get(.range, "bytes=2-4")
            #expect(part.status == .partialContent && String(buffer: part.body) == "234")
            #expect(part.headers[.contentRange] == "bytes 2-4/10")
            #expect(try await get(.range, "bytes=10-").status == .rangeNotSatisfiable)
            #expect(String(buffer: try await get(.acceptEncoding, "gzip").body) == "twin")
        }
    }

    @Test(arguments: [
        ("bytes=0-0", ByteRange.bytes(0..<1)), ("bytes=-3", .bytes(7..<10)), ("bytes=8-99", .bytes(8..<10)),
        ("bytes=5-2", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=0-1,3-4", .ignored),
        ("lines=1-2", .ignored), ("bytes=a-b", .ignored),
    ])
    func `reads ranges as RFC 9110 means them`(_ text: String, _ range: ByteRange) {
        #expect(ByteRange(text, of: 10) == range)
    }
}
