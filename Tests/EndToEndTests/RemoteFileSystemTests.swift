import Foundation
import Testing

/// A directory shown through FUSE: what changes behind it is told to nobody.
private final class RemoteDirectory: Sendable {
    let path: String
    /// What is shown; changes made here come from elsewhere, as far as the kernel knows.
    let backing: String
    private let server: EtlWatchProcess

    static let isPossible = getuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0

    init(at path: String, of place: Workplace) async throws {
        self.path = path
        backing = place.path + "/elsewhere/shown"
        for directory in [path, backing] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        server = try EtlWatchProcess(
            ["python3", EtlWatchProcess.repository + "/Tests/EndToEndTests/fuse.py", path, backing],
            in: place.path, environment: ProcessInfo.processInfo.environment, program: "/usr/bin/env")
        let parent = (path as NSString).deletingLastPathComponent
        try await eventually { device(path) != device(parent) }
    }

    deinit {
        setSilent(false)
        umount2(path, Int32(MNT_DETACH))
    }

    private func device(_ path: String) -> UInt? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt(status.st_dev) : nil
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: backing + "/" + name, atomically: true, encoding: .utf8)
    }

    /// Whether what is asked is left without an answer.
    func setSilent(_ isSilent: Bool) { server.send(isSilent ? SIGSTOP : SIGCONT) }

    /// Whether a process waits for an answer.
    func isWaitedFor(by process: Int32) -> Bool {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.contains { task in
            let place = try? String(contentsOfFile: "/proc/\(process)/task/\(task)/wchan", encoding: .utf8)
            return place?.contains("request_wait_answer") ?? false
        }
    }
}

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: RemoteDirectory.isPossible, "Mounting through FUSE takes the right to do so."))
struct `A file system that tells nothing of its changes` {
    private static let scanned = "file system does not tell of changes; it is scanned"

    /// Guarantee: scans-find-what-the-kernel-does-not-report/remote-file-systems
    /// Promise: Network and FUSE file systems are polled, as a drop directory and below one, as is any file
    ///   system that does not report openings. The layers of a container are watched like any directory.
    /// How: `statfs` of each walked directory. On other file systems, the first directory is opened under a
    ///   watch: that writes nothing into it and must be reported. A write probe would prove no more, since
    ///   network file systems too report what is done on this machine.
    /// Seen: `… file system does not tell of changes; it is scanned`, once; `status` and `check` say it too.
    @Test(arguments: [".", "far/deep"])
    func `is scanned, as a drop directory and below one`(directory: String) async throws {
        let place = try Workplace(sample: false)
        let mapping = place.path + "/company_mapping.csv"
        try "base_company,variant_name\nAcme,acme\n".write(
            toFile: mapping, atomically: true, encoding: .utf8)
        let path = (place.drop as NSString).appendingPathComponent(directory)
        let remote = try await RemoteDirectory(at: (path as NSString).standardizingPath, of: place)
        try remote.write("Record ID,Deal Name\n1,Acme one\n", to: "one.csv")
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state") + ["--mapping", mapping], in: place.path,
            environment: ["ETL_POLL_INTERVAL": "100ms"])
        try await eventually { daemon.errors.contains("Ready") }
        for round in 2...4 {
            try remote.write("Record ID,Deal Name\n\(round),Acme \(round)\n", to: "\(round).csv")
            let expected = try await place.cleanBackfill(mapping)
            try await eventually { (try? place.snapshot("state")) == expected }
            #expect(expected.contains("\(round).csv"))
        }
        for command in ["status", "check"] {
            let told = try await EtlWatchProcess.run(
                place.arguments(command, state: "state") + ["--mapping", mapping], in: place.path)
            #expect(told.output.contains(Self.scanned), "\(told.output)\(told.errors)")
        }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(daemon.errors.split(separator: Self.scanned).count == 2, "\(daemon.errors)")
    }

    /// Guarantee: readers-see-whole-snapshots/stopping
    @Test(arguments: [[SIGTERM], [SIGINT, SIGINT]])
    func `and does not answer holds up no daemon that is asked to stop`(signals: [Int32]) async throws {
        let place = try Workplace()
        let remote = try await RemoteDirectory(at: place.file("far"), of: place)
        let timeout = signals.count == 1 ? "200ms" : "1h"
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state"), in: place.path,
            environment: ["ETL_POLL_INTERVAL": "100ms", "ETL_SHUTDOWN_TIMEOUT": timeout])
        try await eventually { daemon.errors.contains("Ready") }
        let before = try place.snapshot("state")
        remote.setSilent(true)
        try remote.write("Record ID,Deal Name\n1,Acme one\n", to: "one.csv")
        try await eventually { remote.isWaitedFor(by: daemon.id) }
        for signal in signals {
            daemon.send(signal)
            try await eventually { kill(daemon.id, 0) != 0 || daemon.errors.contains("Stopping") }
        }
        try await eventually { hasEnded(daemon.id) }
        // A request that the file system has taken the kernel waits for, whoever asked it.
        remote.setSilent(false)
        let result = await daemon.wait()
        #expect(result.status == 1, "\(result.errors)")
        #expect(result.errors.contains("The last changes are read at the next start"), "\(result.errors)")
        #expect(try place.snapshot("state") == before)
        let next = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        #expect(next.status == 0, "\(next.errors)")
        let isEqual = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isEqual)
    }

    /// Whether the program has ended, though the kernel may still wait for a call of one of its threads.
    private func hasEnded(_ process: Int32) -> Bool {
        let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return state?.contains(") Z ") ?? true
    }
}

/// Layers of directories, as containers have them.
private final class LayeredDirectory: Sendable {
    let path: String
    let lower: String
    private let disk: SmallDisk

    init(at path: String) throws {
        disk = try SmallDisk(megabytes: 8)
        self.path = path
        lower = disk.path + "/lower"
        for directory in [path, lower, disk.path + "/upper", disk.path + "/work"] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    func mount() -> Bool {
        let layers = "lowerdir=\(lower),upperdir=\(disk.path)/upper,workdir=\(disk.path)/work"
        return Glibc.mount("overlay", path, "overlay", 0, layers) == 0
    }
}

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: SmallDisk.isPossible, "Mounting a small file system takes the right to do so."))
struct `The layers of a container` {
    /// Guarantee: scans-find-what-the-kernel-does-not-report/remote-file-systems
    @Test func `are watched like any other directory`() async throws {
        let place = try Workplace()
        let layers = try LayeredDirectory(at: place.file("layers"))
        try FileManager.default.createDirectory(
            atPath: layers.lower + "/deep", withIntermediateDirectories: true)
        try "Record ID,Deal Name\n1,Acme low\n".write(
            toFile: layers.lower + "/deep/low.csv", atomically: true, encoding: .utf8)
        guard layers.mount() else { return }
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        // The first is copied up by being written, the second made in the upper layer, the third deleted.
        try place.write(Data("Record ID,Deal Name\n1,Acme up\n".utf8), to: "layers/deep/low.csv")
        try place.write(Data("Record ID,Deal Name\n2,Acme new\n".utf8), to: "layers/deep/new/a.csv")
        let filled = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == filled }
        try FileManager.default.removeItem(atPath: place.file("layers/deep/low.csv"))
        let emptied = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == emptied }
        #expect(filled.contains("Acme up") && !emptied.contains("Acme up"))
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }
}
