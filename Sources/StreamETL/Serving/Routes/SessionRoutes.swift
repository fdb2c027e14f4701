import ETLModel
import Hummingbird

/// How a browser signs in and out.
enum SessionRoutes {
    /// A working day and a bit.
    private static let lifetime: Int64 = 12 * 3_600

    private struct Link: Encodable {
        let url: String
        let expiresInSeconds: Int64
    }

    private struct Who: Encodable {
        let name: String
        let scope: Scope
        let expiresAt: String?
    }

    static func routes(_ house: House) -> [Route] {
        [
            Route(method: .post, path: "/login", scope: .admin) { _, _ in
                let link = Link(
                    url: "\(house.place.url)/login?code=\(house.links.issue())",
                    expiresInSeconds: LoginLinks.lifetime.components.seconds)
                return Response(
                    status: .created, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                    body: ResponseBody(byteBuffer: JSONAnswer.bytes(of: link)))
            },
            Route(method: .get, path: "/login", scope: nil) { request, _ in
                try await signIn(request, house)
            },
            Route(method: .get, path: "/api/v1/session", scope: .read) { request, frame in
                guard let caller = frame.caller else { throw Problem(.unauthorized, "Nobody is signed in.") }
                let who = Who(
                    name: caller.name, scope: caller.scope, expiresAt: caller.expires.map(UTCTime.text))
                return JSONAnswer.response(who, to: request)
            },
            Route(method: .delete, path: "/api/v1/session", scope: .read) { _, frame in
                if let caller = frame.caller {
                    try await house.state.endSession(caller.id, by: caller.name, at: Doorkeeper.now)
                }
                return Response(
                    status: .noContent, headers: [.setCookie: cookie("", maxAge: 0, house).description])
            },
        ]
    }

    private static func signIn(_ request: Request, _ house: House) async throws -> Response {
        guard let code = request.uri.queryParameters["code"], house.links.redeem(String(code)) else {
            throw Problem(
                .forbidden, "The link was used already or is older than a minute.",
                remedy: "Ask for a new one with etl-watch login.")
        }
        let now = Doorkeeper.now
        let session = try await house.state.beginSession(
            named: "browser", scope: .admin, expires: now + lifetime, at: now)
        return Response(
            status: .seeOther,
            headers: [
                .location: "/", .cacheControl: "no-store",
                .setCookie: cookie(session, maxAge: Int(lifetime), house).description,
            ])
    }

    private static func cookie(_ value: String, maxAge: Int, _ house: House) -> Cookie {
        Cookie(
            name: Doorkeeper.cookie, value: value, maxAge: maxAge, path: "/", secure: house.place.isSecure,
            httpOnly: true, sameSite: .strict)
    }
}
