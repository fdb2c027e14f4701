import Hummingbird

/// What tells whether the process is there, what it can do, and how to ask it.
enum ServiceRoutes {
    private struct Word: Encodable { let status: String }

    static func routes(_ house: House) -> [Route] {
        [
            Route(method: .get, path: "/healthz", scope: nil) { request, _ in
                JSONAnswer.response(Word(status: "ok"), to: request)
            },
            Route(method: .get, path: "/readyz", scope: nil) { request, _ in
                guard try await StatusRoutes.hasStore(house) else {
                    throw Problem.databaseMissing
                }
                return JSONAnswer.response(Word(status: "ready"), to: request)
            },
            Route(method: .get, path: "/openapi.json", scope: nil) { request, _ in
                try PageFiles.response(named: "openapi.json", to: request)
            },
        ]
    }
}
