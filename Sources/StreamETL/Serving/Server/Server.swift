import ETLAlerting
package import ETLSettings
import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The HTTP API and the status page, on an address and on a Unix socket.
package struct Server: Sendable {
    /// A client that sends or takes nothing for so long is let go.
    private static let idleTimeout = TimeAmount.seconds(30)

    private let house: House
    private let address: ListenAddress
    private let tls: TLSConfiguration?
    private let socketPath: String
    private let alerts: AlertService?
    private let logger: Logger
    private let onReady: @Sendable (_ login: String) -> Void

    /// - Parameter onReady: Told once it listens, with a one-time link that signs a browser in.
    /// - Throws: ``ServingError``.
    package init(
        _ settings: Settings, logger: Logger, onReady: @escaping @Sendable (_ login: String) -> Void
    ) throws {
        let serving = settings.serving
        address = try ListenAddress(serving.address)
        tls = try Self.tls(serving)
        let state = try ServeState(path: settings.serveDatabase)
        if !address.isLoopback {
            guard tls != nil else { throw ServingError.tlsMissing }
            guard try state.hasToken(at: Doorkeeper.now) else { throw ServingError.tokenMissing }
        }
        let scheme = tls == nil ? "http" : "https"
        let names = serving.hosts.map { $0.lowercased() }
        let local: Set<String> = address.isLoopback ? ["localhost", "127.0.0.1", "[::1]"] : []
        house = House(
            state: state, meter: RequestMeter(),
            guarding: AddressGuard(hosts: local.union(names).union([address.host]), scheme: scheme),
            place: PublicPlace(scheme: scheme, host: names.first ?? address.host, port: address.port),
            databasePath: settings.database, outputPath: settings.output, asOf: settings.asOf)
        socketPath = settings.serveSocket
        alerts = Self.alerts(settings, state, logger)
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until SIGTERM or SIGINT; streams end with it.
    package func runUntilSignal() async throws {
        // The socket is made with the mode that this leaves: nobody else may open it before it has its own.
        umask(0o077)
        try await application().runService()
    }

    private func application() throws -> some ApplicationProtocol {
        let table = RouteTable(house)
        let server = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout))
        let socketPath = socketPath
        let socket = Application(
            router: table.router(house, isSocket: true), server: server,
            configuration: .init(address: .unixDomainSocket(path: socketPath)),
            onServerRunning: { _ in _ = chmod(socketPath, 0o600) }, logger: logger)
        let (house, onReady) = (house, onReady)
        return Application(
            router: table.router(house, isSocket: false), server: try secured(server),
            configuration: .init(address: .hostname(address.bindHost, port: address.port)),
            services: alerts.map { [socket, $0] as [any Service] } ?? [socket],
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { house.place.note(port: port) }
                onReady("\(house.place.url)/login?code=\(house.links.issue())")
            }, logger: logger)
    }

    private func secured(_ server: HTTPServerBuilder) throws -> HTTPServerBuilder {
        guard let tls else { return server }
        return try .tls(server, tlsConfiguration: tls)
    }

    /// `nil`: they are turned off.
    private static func alerts(
        _ settings: Settings, _ state: ServeState, _ logger: Logger
    ) -> AlertService? {
        guard settings.alerts.interval > .zero else { return nil }
        return AlertService(settings.alerts, desk: state.alerts, link: settings.serveURL, logger: logger) {
            now in
            try await BlockingWork.run {
                AlertFacts(databasePath: settings.database, outputPath: settings.output)
                    .findings(settings.alerts, at: now)
            }
        }
    }

    private static func tls(_ serving: Settings.Serving) throws -> TLSConfiguration? {
        guard let certificate = serving.tlsCertificate, let key = serving.tlsKey else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: key, format: .pem)
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch {
            throw ServingError.tlsUnusable
        }
    }
}
