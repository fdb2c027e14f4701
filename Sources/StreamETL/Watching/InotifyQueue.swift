import CInotify
import Dispatch
package import ETLFiles
import Glibc

/// One event of the kernel.
package struct InotifyEvent: Sendable {
    package let watch: CInt
    package let mask: UInt32
    /// The name in the watched directory; empty for the directory itself.
    package let name: [UInt8]

    package func has(_ flag: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: flag) != 0 }
}

/// An inotify instance. The kernel's queue is the only buffer: events wait there until they are read.
package final class InotifyQueue: Sendable {
    private let descriptor: CInt
    /// Becomes readable when waiting must end.
    private let wakeup: CInt
    /// Its one thread blocks in poll(2), so that no thread of Swift's pool does.
    private let waiting = DispatchQueue(label: "etl-watch.inotify")
    private static let bufferByteCount = 1 << 16

    /// - Throws: ``SystemError`` with `EMFILE` when the user has too many instances.
    package init() throws(SystemError) {
        descriptor = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError() }
        wakeup = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC))
        guard wakeup >= 0 else {
            let error = SystemError()
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
        close(wakeup)
    }

    /// Watches a directory; a symbolic link in the last place is refused with `ENOTDIR`.
    ///
    /// - Throws: ``SystemError`` with `ENOSPC` when the user has too many watches.
    package func watch(_ path: [UInt8], _ mask: UInt32) throws(SystemError) -> CInt {
        let watch = SystemPath.withCString(path) { name in
            name.map { inotify_add_watch(descriptor, $0, mask) } ?? -1
        }
        guard watch >= 0 else { throw SystemError() }
        return watch
    }

    func unwatch(_ watch: CInt) { inotify_rm_watch(descriptor, watch) }

    /// The events that are there, waiting for some until `timeout`; none when time is up or
    /// ``interrupt()`` was called.
    package func next(timeout: Duration) async -> [InotifyEvent] {
        let ready = read()
        if !ready.isEmpty { return ready }
        let milliseconds = CInt(
            clamping: timeout.components.seconds * 1_000 + timeout.components.attoseconds
                / 1_000_000_000_000_000)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting.async { [descriptor, wakeup] in
                    var descriptors = [
                        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                        pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
                    ]
                    _ = poll(&descriptors, 2, max(0, milliseconds))
                    var count: UInt64 = 0
                    _ = Glibc.read(wakeup, &count, MemoryLayout<UInt64>.size)
                    continuation.resume()
                }
            }
        } onCancel: {
            interrupt()
        }
        return read()
    }

    /// Takes the events that are there, and tells whether there were any.
    var hasEvents: Bool { !read().isEmpty }

    /// Ends the present wait, or the next one.
    func interrupt() {
        var one: UInt64 = 1
        _ = Glibc.write(wakeup, &one, MemoryLayout<UInt64>.size)
    }

    private func read() -> [InotifyEvent] {
        withUnsafeTemporaryAllocation(byteCount: Self.bufferByteCount, alignment: 8) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return [] }
            var events: [InotifyEvent] = []
            let headerSize = MemoryLayout<inotify_event>.size
            var offset = 0
            while offset + headerSize <= count {
                let header = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let nameStart = offset + headerSize
                let name = buffer[nameStart..<(nameStart + Int(header.len))].prefix { $0 != 0 }
                events.append(InotifyEvent(watch: header.wd, mask: header.mask, name: Array(name)))
                offset = nameStart + Int(header.len)
            }
            return events
        }
    }
}
