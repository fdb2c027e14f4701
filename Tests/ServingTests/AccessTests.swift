import ETLModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ETLServing

@Suite struct `Access` {
    @Test func `is refused without a token, and told how to get one`() async throws {
        try await TestHouse().serve { client in
            let answer = try await client.execute(uri: "/api/v1/session", method: .get)
            #expect(answer.status == .unauthorized)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.headers[.wwwAuthenticate] != nil)
            #expect(String(buffer: answer.body).contains("etl-watch token create"))
        }
    }

    @Test(arguments: ["token_0011223344556677_" + String(repeating: "0", count: 64), "nonsense", ""])
    func `is refused with a wrong token`(_ token: String) async throws {
        try await TestHouse().serve { client in
            let answer = try await client.execute(
                uri: "/api/v1/session", method: .get, headers: bearer(token))
            #expect(answer.status == .unauthorized)
        }
    }

    @Test func `is refused with the secret of another token`() async throws {
        let house = try TestHouse()
        let (one, other) = (try house.token(.admin), try house.token(.admin))
        let mixed = one.prefix(23) + other.suffix(65)
        try await house.serve { client in
            let answer = try await client.execute(
                uri: "/api/v1/session", method: .get, headers: bearer(String(mixed)))
            #expect(answer.status == .unauthorized)
        }
    }

    @Test func `ends with a token's time and when it is revoked`() async throws {
        let house = try TestHouse()
        let past = try house.token(.read, expires: Doorkeeper.now - 1)
        let revoked = try house.token(.read)
        let id = String(revoked.split(separator: "_")[1])
        #expect(try house.house.state.revokeToken(id, by: "test", at: Doorkeeper.now))
        #expect(try !house.house.state.revokeToken(id, by: "test", at: Doorkeeper.now))
        try await house.serve { client in
            for token in [past, revoked] {
                let answer = try await client.execute(
                    uri: "/api/v1/session", method: .get, headers: bearer(token))
                #expect(answer.status == .unauthorized)
            }
        }
    }

    @Test(arguments: Scope.allCases) func `needs the scope of the operation`(_ scope: Scope) async throws {
        let house = try TestHouse()
        let token = try house.token(scope)
        try await house.serve { client in
            let read = try await client.execute(
                uri: "/api/v1/session", method: .get, headers: bearer(token))
            #expect(read.status == .ok)
            let admin = try await client.execute(uri: "/login", method: .post, headers: bearer(token))
            #expect(admin.status == (scope == .admin ? .created : .forbidden))
        }
    }

    @Test func `needs no token on the socket that only its owner may open`() async throws {
        try await TestHouse().serve(isSocket: true) { client in
            let answer = try await client.execute(uri: "/login", method: .post)
            #expect(answer.status == .created)
        }
    }

    @Test func `is refused to a page of another origin or site`() async throws {
        let house = try TestHouse()
        let token = try house.token(.admin)
        try await house.serve { client in
            for (name, value) in [
                (HTTPField.Name.origin, "http://evil.example"), (.secFetchSite, "cross-site"),
            ] {
                var headers = bearer(token)
                headers[name] = value
                let answer = try await client.execute(uri: "/login", method: .post, headers: headers)
                #expect(answer.status == .forbidden)
            }
        }
    }

    @Test(arguments: ["evil.example", "127.0.0.1.evil.example:80", "[::1]:1"])
    func `is refused under a host that the server is not`(_ authority: String) {
        let guarding = AddressGuard(hosts: ["localhost"], scheme: "http")
        let request = Request(
            head: .init(method: .get, scheme: "http", authority: authority, path: "/"),
            body: .init(buffer: ByteBuffer()))
        #expect { try guarding.check(request) } throws: {
            ($0 as? Problem)?.status == .misdirectedRequest
        }
    }

    @Test func `is given to a browser by a link, once and for sixty seconds`() {
        let links = LoginLinks()
        let start = ContinuousClock.now
        let code = links.issue(at: start)
        #expect(!links.redeem("another", at: start))
        #expect(links.redeem(code, at: start + .seconds(59)))
        #expect(!links.redeem(code, at: start + .seconds(59)))
        #expect(!links.redeem(links.issue(at: start), at: start + .seconds(60)))
    }

    @Test func `is held by a strict cookie until the browser signs out`() async throws {
        let house = try TestHouse()
        let code = house.house.links.issue()
        try await house.serve { client in
            let signedIn = try await client.execute(uri: "/login?code=\(code)", method: .get)
            #expect(signedIn.status == .seeOther)
            let cookie = try #require(signedIn.headers[.setCookie])
            for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(attribute)) }
            let headers: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
            let session = try await client.execute(uri: "/api/v1/session", method: .get, headers: headers)
            #expect(session.status == .ok)
            let out = try await client.execute(uri: "/api/v1/session", method: .delete, headers: headers)
            #expect(out.status == .noContent)
            let after = try await client.execute(uri: "/api/v1/session", method: .get, headers: headers)
            #expect(after.status == .unauthorized)
        }
    }

    @Test func `is held up for strangers who ask too often, and for nobody else`() async throws {
        let house = try TestHouse(meter: RequestMeter(limit: 1_000, strangerLimit: 1))
        let token = try house.token(.read)
        try await house.serve { client in
            // Three in at most two minutes: one of them is over the limit of its minute.
            var answers: [HTTPResponse.Status] = []
            for _ in 0..<3 {
                answers.append(try await client.execute(uri: "/api/v1/session", method: .get).status)
            }
            #expect(answers.contains(.tooManyRequests))
            let known = try await client.execute(
                uri: "/api/v1/session", method: .get, headers: bearer(token))
            #expect(known.status == .ok)
        }
    }

    @Test func `off loopback needs TLS and a token`() throws {
        for (text, isLoopback) in [
            ("127.0.0.1:80", true), ("127.9.9.9:80", true), ("[::1]:80", true), ("localhost:80", true),
            ("0.0.0.0:80", false), ("127.0.0.1.evil.example:80", false), ("[::]:80", false),
        ] {
            #expect(try ListenAddress(text).isLoopback == isLoopback)
        }
        for text in ["", "80", ":80", "host", "host:", "host:99999", "::1:80"] {
            #expect(throws: ServingError.addressInvalid) { try ListenAddress(text) }
        }
    }

    @Test func `leaves no secret in serve_db, and an entry in the audit`() throws {
        let house = try TestHouse()
        let token = try house.token(.read)
        let secret = try #require(token.split(separator: "_").last)
        for name in ["serve.db", "serve.db-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: house.directory + "/" + name))
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
        #expect(try house.house.state.audit(limit: 10).map(\.action) == ["token.create"])
        try FileManager.default.removeItem(atPath: house.directory)
    }
}
