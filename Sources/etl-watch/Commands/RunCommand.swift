import ArgumentParser
import AsyncAlgorithms
import Glibc
import Logging
import StreamETL
import UnixSignals

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the drop directories and keep the JSON up to date.",
        discussion: """
            Starts with what changed while it was not running. SIGTERM and SIGINT write a last snapshot and
            exit 0, or 1 where that takes longer than shutdown_timeout or a second one asks for it; SIGHUP reads configuration, mapping and decisions again. Under systemd it tells when it
            is ready and that it is alive; see deploy/etl-watch.service.
            """)

    @Flag(help: "Set the database aside and read everything anew, for one that is damaged.")
    var rebuild = false

    @OptionGroup var forgotten: ForgottenDrops
    @OptionGroup var shared: SharedOptions

    /// Until somebody listens to them: what SIGHUP asks for is done anyhow, and nothing is begun yet that a
    /// last snapshot would have to show.
    static func answerEarlySignals() {
        signal(SIGHUP, SIG_IGN)
        for stop in [SIGTERM, SIGINT] { signal(stop) { _ in _exit(0) } }
    }

    /// What a signal asks for.
    private enum Request: Sendable {
        case stop
        case goOn(Session)
    }

    func run() async throws {
        var session = try Session(shared)
        var isFirst = true
        let manager = ServiceManager()
        // Requests outlive a session: none is lost while one ends and the next begins.
        let requests = AsyncChannel<Request>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [session] in await handleSignals(of: session, manager, into: requests) }
            defer { group.cancelAll() }
            while case .goOn(let next) = try await watch(session, isFirst: isFirst, manager, until: requests)
            {
                session = next
                isFirst = false
            }
        }
    }

    /// Watches until a signal ends it.
    private func watch(
        _ session: Session, isFirst: Bool, _ manager: ServiceManager, until requests: AsyncChannel<Request>
    ) async throws -> Request {
        var options = session.options
        if isFirst {
            options.rebuilds = rebuild
            options.forgottenDrops = forgotten.names
        }
        let pipeline = try Pipeline(options, logger: session.logger)
        let events = pipeline.events
        return try await withThrowingTaskGroup(of: Request?.self) { group in
            group.addTask {
                try await pipeline.run()
                return .stop
            }
            group.addTask {
                for await event in events where event == .ready { manager.ready() }
                return nil
            }
            group.addTask {
                try? await manager.watch(over: pipeline)
                return nil
            }
            group.addTask { await requests.first { _ in true } }
            defer { group.cancelAll() }
            while let end = try await group.next() {
                guard let request = end else { continue }
                group.cancelAll()
                while try await group.next() != nil {}
                return request
            }
            return .stop
        }
    }

    private func handleSignals(
        of session: Session, _ manager: ServiceManager, into requests: AsyncChannel<Request>
    ) async {
        // A request waits for whoever watches; further signals are heard meanwhile.
        await withDiscardingTaskGroup { group in
            let (reloads, reloadRequests) = AsyncStream.makeStream(
                of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask { for await _ in reloads { await reload(session, manager, into: requests) } }
            var isStopping = false
            for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup) {
                if signal == .sighup {
                    if !isStopping { reloadRequests.yield() }
                    continue
                }
                if isStopping { StopDeadline.end("Asked again to stop", session.logger) }
                isStopping = true
                session.logger.info("Stopping")
                manager.stopping()
                StopDeadline.start(session.settings.shutdownTimeout, session.logger)
                group.addTask { await requests.send(.stop) }
            }
        }
    }

    private func reload(
        _ session: Session, _ manager: ServiceManager, into requests: AsyncChannel<Request>
    ) async {
        manager.reloading()
        // What is wrong now does not take the running one down.
        do {
            let settings = try shared.load().settings
            guard !settings.drops.isEmpty else {
                session.logger.error(
                    "Not reloaded: no drop directory is named. The configuration stays as it was")
                return manager.ready()
            }
            let options = PipelineOptions(settings)
            try Pipeline.checkMapping(of: options)
            let next = Session(settings, log: session.log)
            await requests.send(.goOn(next))
            next.logger.notice("Reloaded: configuration, mapping and decisions are read again")
        } catch let error as PipelineError {
            session.logger.error("Not reloaded: \(error) Configuration and mapping stay as they were")
            manager.ready()
        } catch let error as ConfigurationError {
            for problem in error.problems {
                session.logger.error("Not reloaded: \(problem) The configuration stays as it was")
            }
            manager.ready()
        } catch {
            session.logger.error("Not reloaded: \(error)")
            manager.ready()
        }
    }
}
