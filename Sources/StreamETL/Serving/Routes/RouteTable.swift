import HTTPTypes
import Hummingbird

/// Every operation. It registers the routes, and a test holds it against the document.
struct RouteTable: Sendable {
    let routes: [Route]

    init(_ house: House) {
        routes =
            StatusRoutes.routes(house) + SnapshotRoutes.routes(house) + EventRoutes.routes(house)
            + SessionRoutes.routes(house) + ServiceRoutes.routes(house)
    }

    /// A router of all of them. Other methods of their paths answer 405; other paths are files of the page.
    func router(_ house: House, isSocket: Bool) -> Router<RequestFrame> {
        let router = Router(context: RequestFrame.self)
        router.add(middleware: FrameMiddleware(guarding: isSocket ? nil : house.guarding))
        let doorkeeper = Doorkeeper(state: house.state, isSocket: isSocket)
        for route in routes {
            @Sendable func answer(_ request: Request, _ frame: RequestFrame) async throws -> Response {
                try await Self.answer(request, frame, route, doorkeeper, house.meter)
            }
            router.on(RouterPath(route.path), method: route.method, use: answer)
            guard route.method == .get else { continue }
            router.on(RouterPath(route.path), method: .head) { request, frame in
                try await answer(request, frame).createHeadResponse()
            }
        }
        refuseOtherMethods(in: router)
        for path in ["/", "**"] as [RouterPath] {
            router.get(path) { request, _ in try PageFiles.response(to: request) }
        }
        return router
    }

    private static func answer(
        _ request: Request, _ frame: RequestFrame, _ route: Route, _ doorkeeper: Doorkeeper,
        _ meter: RequestMeter
    ) async throws -> Response {
        guard let scope = route.scope else { return try await route.answer(request, frame) }
        let caller: Caller
        do {
            caller = try await doorkeeper.admit(request, to: scope)
        } catch let problem as Problem where problem.status == .unauthorized {
            try meter.countStranger()
            throw problem
        }
        let allowance = try meter.count(caller.id)
        var frame = frame
        frame.caller = caller
        var response = try await route.answer(request, frame)
        allowance.state(in: &response.headers)
        return response
    }

    private func refuseOtherMethods(in router: Router<RequestFrame>) {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            var allowed = routes.map(\.method)
            if allowed.contains(.get) { allowed.append(.head) }
            let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in known where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    var problem = Problem(.methodNotAllowed, "The path has other methods: \(list).")
                    problem.headers[.allow] = list
                    throw problem
                }
            }
        }
    }
}
