import ETLSettings
import Glibc
import Logging
import Synchronization

/// A log file, rotated by its size: `NAME` is the current one, `NAME.1` the one before it.
///
/// Logging must not bring the program down. Lines that cannot be written are counted, and the count is logged once
/// there is room again. If another program (logrotate) renames or removes the file, the next line starts a new one.
public final class LogFile: Sendable {
    package let path: String
    private let byteLimit: Int
    private let olderCount: Int
    private let state = Mutex(State())

    private struct State {
        var descriptor: Int32 = -1
        var device: UInt = 0
        var inode: UInt = 0
        /// The last write stopped inside a line.
        var isTorn = false
        var lostCount = 0
    }

    /// - Parameters:
    ///   - byteLimit: Size that a file is kept under, a single line excepted.
    ///   - olderCount: Files that are kept beside the current one.
    public init(path: String, byteLimit: Int = 10 << 20, olderCount: Int = 5) {
        self.path = path
        self.byteLimit = byteLimit
        self.olderCount = olderCount
    }

    deinit { state.withLock { Self.shut(&$0) } }

    /// Lines that could not be written since the last that could.
    public var lostCount: Int { state.withLock { $0.lostCount } }

    /// Closes the file; the next line opens it anew.
    public func reopen() { state.withLock { Self.shut(&$0) } }

    /// - Parameter line: With its newline.
    public func write(_ line: [UInt8]) {
        state.withLock { state in
            prepare(&state, for: line.count)
            guard state.descriptor >= 0 else {
                state.lostCount += 1
                return
            }
            var bytes = line
            if state.lostCount > 0 { bytes = Self.notice(ofLost: state.lostCount) + bytes }
            if state.isTorn { bytes.insert(UInt8(ascii: "\n"), at: 0) }
            let written = LogOutput.write(bytes, to: state.descriptor)
            if written == bytes.count {
                state.isTorn = false
                state.lostCount = 0
            } else {
                if written > 0 { state.isTorn = bytes[written - 1] != UInt8(ascii: "\n") }
                state.lostCount += 1
            }
        }
    }

    /// Sees to it that the descriptor is that of the file now at the path, with room for the line.
    private func prepare(_ state: inout State, for count: Int) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if state.descriptor >= 0, !exists || status.st_ino != state.inode || status.st_dev != state.device {
            Self.shut(&state)
        }
        if state.descriptor < 0 {
            openFile(&state)
            guard state.descriptor >= 0, fstat(state.descriptor, &status) == 0 else { return }
        }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        if isRegular, status.st_size > 0, status.st_size + count > byteLimit { rotate(&state) }
    }

    private func rotate(_ state: inout State) {
        // Another process may be rotating; then the line goes to the old file.
        guard flock(state.descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        var status = stat()
        let isOurs = stat(path, &status) == 0 && status.st_ino == state.inode
        if isOurs {
            for index in stride(from: olderCount, to: 1, by: -1) {
                rename("\(path).\(index - 1)", "\(path).\(index)")
            }
            let isMoved = olderCount > 0 ? rename(path, path + ".1") == 0 : unlink(path) == 0
            guard isMoved else {
                flock(state.descriptor, LOCK_UN)
                return
            }
        }
        Self.shut(&state)
        openFile(&state)
    }

    private func openFile(_ state: inout State) {
        // A FIFO without a reader must not block.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        var descriptor = open(path, flags, 0o600)
        if descriptor < 0, errno == ENOENT {
            mkdir(SettingPath.parent(of: path), 0o755)
            descriptor = open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { return }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return
        }
        state.descriptor = descriptor
        state.device = UInt(status.st_dev)
        state.inode = UInt(status.st_ino)
    }

    private static func shut(_ state: inout State) {
        if state.descriptor >= 0 { close(state.descriptor) }
        state.descriptor = -1
    }

    private static func notice(ofLost count: Int) -> [UInt8] {
        LogLine.text(
            level: .warning, message: "Lines of this log could not be written",
            metadata: ["lines": "\(count)"], milliseconds: LogLine.now())
    }
}

/// Writes that never raise and never wait.
enum LogOutput {
    /// - Returns: Bytes that were written before the first error.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                done += count
            }
            return done
        }
    }
}
