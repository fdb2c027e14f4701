import Foundation
import HTTPTypes
import Hummingbird

/// The OpenAPI document, of the operations that a route table has.
enum APIDocument {
    static let path = "/openapi.json"

    /// The route that serves it, itself described.
    static func route(besides others: [Route]) -> Route {
        let paths = others.map { ($0.path, $0.method) } + [(path, .get)]
        let body = PageFiles.body(named: "openapi.json").flatMap { try? bytes(of: $0, for: paths) }
        return Route(method: .get, path: path, scope: nil) { request, _ in
            guard let body else { throw Problem(.notFound, "Nothing is there.") }
            return JSONAnswer.response(body, type: "application/json", cache: "no-cache", to: request)
        }
    }

    /// - Parameter source: `openapi.json`, as the program carries it.
    static func bytes(
        of source: ByteBuffer, for routes: [(path: String, method: HTTPRequest.Method)]
    ) throws -> ByteBuffer {
        let object = try JSONSerialization.jsonObject(with: Data(source.readableBytesView))
        guard var document = object as? [String: Any], let paths = document["paths"] as? [String: Any] else {
            return source
        }
        let served = Dictionary(grouping: routes, by: \.path).mapValues { routes in
            Set(routes.map { $0.method.rawValue.lowercased() })
        }
        document["paths"] = paths.reduce(into: [String: Any]()) { kept, path in
            guard let methods = served[path.key], let operations = path.value as? [String: Any] else {
                return
            }
            kept[path.key] = operations.filter { methods.contains($0.key) }
        }
        let data = try JSONSerialization.data(
            withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])
        return ByteBuffer(bytes: data)
    }
}
