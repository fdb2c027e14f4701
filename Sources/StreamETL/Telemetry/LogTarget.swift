public import ETLSettings
import Glibc
package import Logging
import Synchronization

/// Where log lines go and which ones: standard error and, if there is one, a file. Can be changed
/// while the program runs.
public final class LogTarget: Sendable {
    private struct State {
        var file: LogFile?
        var consoleLevel: Logger.Level
        var fileSettings: FileSettings?
    }

    private struct FileSettings: Equatable {
        var path: String
        var byteLimit: Int
        var olderCount: Int
    }

    private let state: Mutex<State>
    /// Of ``Logger/Level``'s cases; read for every line that is not logged, so it is no lock.
    private let levelIndex: Atomic<Int>
    private let console: Int32
    private let consoleIsTerminal: Bool

    /// - Parameter console: A file descriptor; negative: no console.
    public init(_ settings: Settings, console: Int32 = 2) {
        state = Mutex(State(consoleLevel: .info))
        levelIndex = Atomic(0)
        self.console = console
        consoleIsTerminal = console >= 0 && isatty(console) == 1
        apply(settings)
    }

    /// Follows changed settings; the log file is left open unless its settings changed.
    public func apply(_ settings: Settings) {
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        levelIndex.store(Logger.Level.allCases.firstIndex(of: level) ?? 2, ordering: .relaxed)
        state.withLock { state in
            state.consoleLevel = settings.isQuiet ? max(level, .warning) : level
            let fileSettings = settings.logFile.map {
                FileSettings(path: $0, byteLimit: settings.logFileBytes, olderCount: settings.logFileCount)
            }
            guard fileSettings != state.fileSettings else { return }
            state.fileSettings = fileSettings
            state.file = fileSettings.map {
                LogFile(path: $0.path, byteLimit: $0.byteLimit, olderCount: $0.olderCount)
            }
        }
    }

    /// Closes the log file, which the next line opens anew.
    public func reopen() { state.withLock { $0.file }?.reopen() }

    package var level: Logger.Level { Logger.Level.allCases[levelIndex.load(ordering: .relaxed)] }

    package func write(_ line: [UInt8], level: Logger.Level) {
        let (file, consoleLevel) = state.withLock { ($0.file, $0.consoleLevel) }
        file?.write(line)
        guard console >= 0, level >= consoleLevel else { return }
        // On a terminal a progress bar may stand where the line goes.
        LogOutput.write(consoleIsTerminal ? Array("\r\u{1B}[K".utf8) + line : line, to: console)
    }
}

/// Turns swift-log's records into lines of a ``LogTarget``.
struct LineLogHandler: LogHandler {
    let target: LogTarget
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?
    private var ownLevel: Logger.Level?

    init(_ target: LogTarget, metadataProvider: Logger.MetadataProvider? = nil) {
        self.target = target
        self.metadataProvider = metadataProvider
    }

    var logLevel: Logger.Level {
        get { ownLevel ?? target.level }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        // Only its type: what other libraries' errors say may quote a file.
        if let error = event.error { all["error_type"] = "\(type(of: error))" }
        target.write(
            LogLine.text(
                level: event.level, message: event.message.description, metadata: all,
                milliseconds: LogLine.now()),
            level: event.level)
    }
}

/// Logging for a whole process.
public enum LogSetup {
    /// Sends everything that is logged from now on where the settings say. To be called once.
    ///
    /// - Returns: The target, for changed settings and for `reopen`.
    public static func bootstrap(_ settings: Settings) -> LogTarget {
        // A reader of standard error that goes away must not take the daemon with it.
        signal(SIGPIPE, SIG_IGN)
        let target = LogTarget(settings)
        LoggingSystem.bootstrap(
            { _, provider in LineLogHandler(target, metadataProvider: provider) },
            metadataProvider: LoggingSystem.metadataProvider)
        return target
    }
}
