import ETLModel
import ETLStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events: what a page must know without asking.
enum EventRoutes {
    static func routes(_ house: House) -> [Route] {
        [
            Route(method: .get, path: "/api/v1/events", scope: .read) { request, _ in
                let feed = EventFeed(house, lastSeen: request.headers[.lastEventID])
                let body = ResponseBody { writer in
                    try await request.body.consumeWithCancellationOnInboundClose { _ in
                        let events = AsyncStream { await feed.next() }
                        for await event in events.cancelOnGracefulShutdown() {
                            try await writer.write(ByteBuffer(string: event))
                        }
                    }
                    try await writer.finish(nil)
                }
                return Response(
                    status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                    body: body)
            }
        ]
    }
}

/// The events of one reader, made when it takes them: a slow reader holds up nobody and fills no buffer.
actor EventFeed {
    /// What is shown of the pipeline: the snapshot that is there, and whether a daemon keeps it.
    struct Pulse: Equatable {
        var snapshot: String
        var isRunning: Bool
    }

    static let interval = Duration.seconds(1)
    static let commentInterval = Duration.seconds(15)

    private let pulse: @Sendable () async -> Pulse
    private let pause: @Sendable (Duration) async throws -> Void
    private let lastSeen: String?
    private var shown: Pulse?
    private var silence = Duration.zero

    init(_ house: House, lastSeen: String?) {
        self.init(
            lastSeen: lastSeen, pulse: { await Self.pulse(of: house) },
            pause: { try await Task.sleep(for: $0) })
    }

    init(
        lastSeen: String?, pulse: @escaping @Sendable () async -> Pulse,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.lastSeen = lastSeen
        self.pulse = pulse
        self.pause = pause
    }

    /// The next event as text; `nil` once the reader's task is cancelled.
    func next() async -> String? {
        while !Task.isCancelled {
            let now = await pulse()
            if let event = event(at: now) {
                shown = now
                silence = .zero
                return event
            }
            guard (try? await pause(Self.interval)) != nil else { return nil }
            silence += Self.interval
            if silence >= Self.commentInterval {
                silence = .zero
                return ": still here\n\n"
            }
        }
        return nil
    }

    private func event(at now: Pulse) -> String? {
        guard let shown else {
            let isNew = lastSeen.map { $0 != now.snapshot } ?? false
            return (isNew ? Self.resync(now) : "") + Self.status(now)
        }
        guard shown != now else { return nil }
        return (shown.snapshot == now.snapshot ? "" : Self.resync(now)) + Self.status(now)
    }

    private static func resync(_ pulse: Pulse) -> String {
        "event: resync\nid: \(pulse.snapshot)\ndata: {}\n\n"
    }

    private static func status(_ pulse: Pulse) -> String {
        "event: status\nid: \(pulse.snapshot)\ndata: {\"is_running\":\(pulse.isRunning)}\n\n"
    }

    private static func pulse(of house: House) async -> Pulse {
        let found = try? await BlockingWork.run {
            Pulse(
                snapshot: SnapshotIdentity(path: house.outputPath)?.tag ?? "none",
                isRunning: StoreLock.holder(ofDatabase: house.databasePath) != nil)
        }
        return found ?? Pulse(snapshot: "none", isRunning: false)
    }
}
