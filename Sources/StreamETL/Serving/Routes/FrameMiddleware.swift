import HTTPTypes
import Hummingbird
import Logging

/// What every answer has: a request id, security headers, an access log line, problems as RFC 9457.
struct FrameMiddleware: RouterMiddleware {
    typealias Context = RequestFrame

    /// The largest body of a request.
    static let bodyLimit = 64 << 10

    /// `nil` on the Unix socket, which no browser reaches.
    let guarding: AddressGuard?

    init(guarding: AddressGuard?) { self.guarding = guarding }

    @concurrent
    func handle(
        _ request: Request, context: RequestFrame,
        next: @concurrent (Request, RequestFrame) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = await respond(request, context, next)
        response.headers[.requestID] = context.id
        for (name, value) in Self.securityHeaders { response.headers[name] = value }
        context.logger.info(
            "Request",
            metadata: [
                "route": .string(context.endpointPath ?? "none"), "method": .string(request.method.rawValue),
                "status": .stringConvertible(response.status.code),
                "milliseconds": .stringConvertible((ContinuousClock.now - start) / .milliseconds(1)),
            ])
        return response
    }

    private func respond(
        _ request: Request, _ context: RequestFrame,
        _ next: @concurrent (Request, RequestFrame) async throws -> Response
    ) async -> Response {
        do {
            try guarding?.check(request)
            if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.bodyLimit {
                throw Problem(.contentTooLarge, "The body is larger than \(Self.bodyLimit) bytes.")
            }
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response(requestID: context.id)
        } catch let error as HTTPError {
            let detail = error.status == .notFound ? "Nothing is there." : "The request cannot be read."
            return Problem(error.status, detail).response(requestID: context.id)
        } catch {
            // The type alone: what an error says may quote what was read.
            context.logger.error("Request failed", metadata: ["error": .string("\(type(of: error))")])
            return Problem(.internalServerError, "The server failed; its log names the request.").response(
                requestID: context.id)
        }
    }

    private static let securityHeaders: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (HTTPField.Name("Referrer-Policy"), "no-referrer"),
        (HTTPField.Name("Cross-Origin-Opener-Policy"), "same-origin"),
        (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
    ].compactMap { name, value in name.map { ($0, value) } }
}
