import HTTPTypes
import Hummingbird

/// One operation of the API, as `openapi.json` describes it.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// With parameters in braces, as in the document.
    let path: String
    /// `nil`: for everybody.
    let scope: Scope?
    let answer: @Sendable (Request, RequestFrame) async throws -> Response
}

/// What travels with one request.
struct RequestFrame: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set once the doorkeeper knows.
    var caller: Caller?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
