import Foundation

/// A layer that fails or notes what a child does to the files of one directory; see
/// `FaultyDisk/faulty_disk.c`.
final class FaultyDisk: Sendable {
    /// Calls that can fail, by the letters that the layer knows them by.
    enum Call: String, Sendable {
        case write = "w"
        case sync = "s"
        case read = "r"
        case open = "o"
        case rename = "n"
    }

    struct NotBuilt: Error {}

    let directory: String
    /// What was done there; see ``DiskJournal``.
    let journal: String
    private let control: String

    /// The layer, built once a run of the tests.
    private static let library: Result<String, any Error> = Result {
        let target = NSTemporaryDirectory() + "etl-watch-faulty-disk-\(getpid()).so"
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "cc", "-shared", "-fPIC", "-O2", "-o", target,
            EtlWatchProcess.repository + "/Tests/EndToEndTests/FaultyDisk/faulty_disk.c", "-ldl",
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw NotBuilt() }
        atexit { unlink(NSTemporaryDirectory() + "etl-watch-faulty-disk-\(getpid()).so") }
        return target
    }

    /// - Parameter directory: Made if it is not there.
    init(_ directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        self.directory = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        journal = directory + ".journal"
        control = directory + ".control"
    }

    /// What puts the layer below a child.
    func environment(notes: Bool = false) throws -> [String: String] {
        var variables = ["LD_PRELOAD": try Self.library.get(), "FAULTY_DISK": directory]
        variables[notes ? "FAULTY_JOURNAL" : "FAULTY_CONTROL"] = notes ? journal : control
        return variables
    }

    /// From now on calls end with `error`, the first of them being the `first`th, and no more than `times`.
    func fail(_ calls: [Call], with error: Int32, from first: Int = 1, times: Int = 1_000_000) throws {
        let letters = calls.map(\.rawValue).joined()
        // Written elsewhere and renamed: no child may read half of it.
        try "\(error) \(first) \(times) \(letters)".write(toFile: control, atomically: true, encoding: .utf8)
    }

    /// Calls succeed again.
    func heal() { unlink(control) }
}
