import Synchronization
import Testing

@testable import ETLServing

@Suite struct `Events` {
    /// Pulses one after the other; the last one stays.
    private final class Script: Sendable {
        private let pulses: Mutex<[EventFeed.Pulse]>
        init(_ pulses: [EventFeed.Pulse]) { self.pulses = Mutex(pulses) }
        func next() -> EventFeed.Pulse { pulses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private static func feed(_ pulses: [EventFeed.Pulse], lastSeen: String? = nil) -> EventFeed {
        let script = Script(pulses)
        return EventFeed(lastSeen: lastSeen, pulse: { script.next() }, pause: { _ in })
    }

    @Test func `say at once how it stands, and again when a daemon stops`() async {
        let feed = Self.feed([
            .init(snapshot: "a", isRunning: true), .init(snapshot: "a", isRunning: false),
        ])
        #expect(await feed.next() == "event: status\nid: a\ndata: {\"is_running\":true}\n\n")
        #expect(await feed.next() == "event: status\nid: a\ndata: {\"is_running\":false}\n\n")
    }

    @Test func `ask to read anew when there is another snapshot`() async {
        let feed = Self.feed([.init(snapshot: "a", isRunning: true), .init(snapshot: "b", isRunning: true)])
        _ = await feed.next()
        #expect(await feed.next()?.hasPrefix("event: resync\nid: b\n") == true)
    }

    @Test(arguments: [("a", false), ("b", true)])
    func `tell a reader who comes again whether something was missed`(_ present: String, _ isNew: Bool) async
    {
        let feed = Self.feed([.init(snapshot: present, isRunning: true)], lastSeen: "a")
        #expect(await feed.next()?.hasPrefix("event: resync") == isNew)
    }

    @Test func `hold the line by a comment`() async {
        let feed = Self.feed([.init(snapshot: "a", isRunning: true)])
        _ = await feed.next()
        #expect(await feed.next() == ": still here\n\n")
    }
}
