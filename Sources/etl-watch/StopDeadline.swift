import Foundation
import Logging

/// Ends the process when an orderly end takes too long: what hangs in a call of the system, such as on a
/// file system that does not answer, cannot be told to stop.
///
/// The store is whole at any moment, so nothing is lost: the next start reads what this one could not.
enum StopDeadline {
    /// Starts to count; on a thread of its own, since any other may be the one that hangs.
    static func start(_ timeout: Duration, _ logger: Logger) {
        Thread.detachNewThread {
            let (seconds, attoseconds) = timeout.components
            Thread.sleep(forTimeInterval: Double(seconds) + Double(attoseconds) / 1e18)
            end("Stopping takes too long", logger)
        }
    }

    static func end(_ reason: String, _ logger: Logger) {
        let said = DispatchSemaphore(value: 0)
        // Also the log may be what hangs.
        Thread.detachNewThread {
            logger.error("\(reason): the process ends as it is. The last changes are read at the next start")
            said.signal()
        }
        _ = said.wait(timeout: .now() + .milliseconds(500))
        _exit(1)
    }
}
