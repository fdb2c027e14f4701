import Foundation
import HTTPTypes
import Hummingbird

/// Tells who asks, by bearer token or cookie, and whether they may.
struct Doorkeeper: Sendable {
    static let cookie = "etl_watch_session"

    let state: ServeState
    /// Behind the Unix socket, which nobody else may open.
    let isSocket: Bool

    /// - Throws: ``Problem`` with 401 or 403.
    func admit(_ request: Request, to scope: Scope) async throws -> Caller {
        let caller = try await caller(of: request)
        guard let caller else {
            var problem = Problem(
                .unauthorized, "The request shows no valid token or session.",
                remedy: "Make a token with etl-watch token create, or open the link of etl-watch login.")
            problem.headers[.wwwAuthenticate] = "Bearer realm=\"etl-watch\""
            throw problem
        }
        guard caller.scope >= scope else {
            throw Problem(
                .forbidden,
                "This needs the scope \(scope.rawValue); the caller has \(caller.scope.rawValue).",
                remedy: "Make a token with etl-watch token create --scope \(scope.rawValue).")
        }
        return caller
    }

    private func caller(of request: Request) async throws -> Caller? {
        if isSocket { return .owner }
        // A wrong token is refused even beside a right cookie.
        if let header = request.headers[.authorization] {
            guard header.lowercased().hasPrefix("bearer "),
                let credential = Credential(header.dropFirst(7).drop { $0 == " " }, .token)
            else { return nil }
            return try await state.caller(showing: credential, at: Self.now)
        }
        guard let cookie = request.cookies[Self.cookie]?.value,
            let credential = Credential(cookie, .session)
        else { return nil }
        return try await state.caller(showing: credential, at: Self.now)
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}
