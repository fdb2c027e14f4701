import ETLModel

/// What the tests need of the kernel besides files.
enum KernelOfTests {
    /// Says so where the user's inotify instances are used up: a test that waits for events would wait for ever.
    static func requireInotify(_ fault: WatchFault) throws {
        if case .instanceLimit = fault { throw NoInotify(fault: "\(fault)") }
    }

    private struct NoInotify: Error, CustomStringConvertible {
        let fault: String
        var description: String { "The tests lack an inotify instance: \(fault)" }
    }
}
