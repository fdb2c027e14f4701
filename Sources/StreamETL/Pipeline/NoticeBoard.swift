public import ETLModel
import Synchronization

/// Something that the pipeline did.
public enum PipelineEvent: Hashable, Sendable {
    /// Drop directories are read and watched.
    case ready
    /// Files were read, found broken or found gone.
    case ingested(read: Int, quarantined: Int, gone: Int)
    case published(SnapshotNotice)
    case degraded(drop: Int, WatchFault)
    case recovered(drop: Int)
    /// A directory below a drop directory is scanned, since its file system does not tell of changes.
    case polled(DropPath)
    /// Events were lost and everything is looked at.
    case rescanned
}

/// Hands events to all listeners. Buffers are bounded, so no listener can hold up the pipeline.
final class NoticeBoard: Sendable {
    private struct Listeners {
        var next = 0
        var events: [Int: AsyncStream<PipelineEvent>.Continuation] = [:]
        var snapshots: [Int: AsyncStream<SnapshotNotice>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    func events() -> AsyncStream<PipelineEvent> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let id = listeners.withLock { listeners in
                listeners.next += 1
                listeners.events[listeners.next] = continuation
                return listeners.next
            }
            continuation.onTermination = { [weak self] _ in
                _ = self?.listeners.withLock { $0.events.removeValue(forKey: id) }
            }
        }
    }

    func snapshots() -> AsyncStream<SnapshotNotice> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = listeners.withLock { listeners in
                listeners.next += 1
                listeners.snapshots[listeners.next] = continuation
                return listeners.next
            }
            continuation.onTermination = { [weak self] _ in
                _ = self?.listeners.withLock { $0.snapshots.removeValue(forKey: id) }
            }
        }
    }

    func post(_ event: PipelineEvent) {
        for listener in listeners.withLock({ Array($0.events.values) }) { listener.yield(event) }
    }

    func post(_ notice: SnapshotNotice) {
        for listener in listeners.withLock({ Array($0.snapshots.values) }) { listener.yield(notice) }
        post(.published(notice))
    }

    /// Ends every stream.
    func close() {
        let (events, snapshots) = listeners.withLock { listeners in
            defer {
                listeners.events = [:]
                listeners.snapshots = [:]
            }
            return (Array(listeners.events.values), Array(listeners.snapshots.values))
        }
        for listener in events { listener.finish() }
        for listener in snapshots { listener.finish() }
    }
}
