import Foundation
import Synchronization
import Testing

/// What a service manager hears, at the other end of the socket.
private final class NoticeSocket: Sendable {
    let path: String
    private let descriptor: Int32
    private let heard = Mutex("")

    init(in directory: String) throws {
        path = directory + "/notify"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        try #require(name.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    /// All that was heard so far.
    var text: String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        return heard.withLock { heard in
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return heard }
                heard += String(decoding: buffer.prefix(count), as: UTF8.self) + "\n"
            }
        }
    }
}

@Suite(.timeLimit(.minutes(10)))
struct `A service manager` {
    @Test func `hears when the daemon is ready, alive, reloading and stopping`() async throws {
        let place = try Workplace()
        let socket = try NoticeSocket(in: place.path)
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state"), in: place.path,
            environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "20000"])
        try await eventually { socket.text.contains("READY=1") }
        try await eventually { socket.text.components(separatedBy: "WATCHDOG=1").count > 3 }
        let isReloading = socket.text.contains("RELOADING=1")
        #expect(!isReloading)
        daemon.send(SIGHUP)
        try await eventually { socket.text.components(separatedBy: "READY=1").count > 2 }
        let hasReloaded = socket.text.contains("RELOADING=1\nMONOTONIC_USEC=")
        #expect(hasReloaded)
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        let hasStopped = socket.text.contains("STOPPING=1")
        #expect(hasStopped)
    }

    /// Guarantee: readers-see-whole-snapshots/stopping
    @Test func `may stop the daemon at any time of a reload`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        for _ in 0..<3 { daemon.send(SIGHUP) }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        let isWhole = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isWhole)
    }

    /// Guarantee: readers-see-whole-snapshots/stopping
    @Test(arguments: [SIGTERM, SIGINT])
    func `may stop the daemon before it has begun`(signal: Int32) async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        // Bit by bit, the signals that the process has a handler for.
        try await eventually {
            let status = try String(contentsOfFile: "/proc/\(daemon.id)/status", encoding: .utf8)
            let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
            let mask = caught.flatMap { UInt64($0.split(separator: "\t")[1], radix: 16) } ?? 0
            return mask & (1 << UInt64(signal - 1)) != 0
        }
        daemon.send(signal)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: data-stays-private/owner-only
    @Test func `finds every file for its owner only, whatever the umask was`() async throws {
        let place = try Workplace()
        _ = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        for name in try FileManager.default.contentsOfDirectory(atPath: place.path + "/state") {
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/state/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/state")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    /// Guarantee: data-stays-private/owner-only
    @Test func `finds that nothing the daemon makes is for others, also before it has its mode`() async throws
    {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let status = try String(contentsOfFile: "/proc/\(daemon.id)/status", encoding: .utf8)
        #expect(status.contains("Umask:\t0077\n"), "\(status)")
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    private static let checker = "/usr/bin/systemd-analyze"

    /// Guarantee: data-stays-private/hardened-unit
    @Test(.enabled(if: access(checker, X_OK) == 0, "systemd-analyze is not installed."))
    func `understands each line of the unit`() async throws {
        let place = try Workplace(sample: false)
        let unit = try String(
            contentsOfFile: EtlWatchProcess.repository + "/deploy/etl-watch.service", encoding: .utf8)
        let file = place.path + "/etl-watch.service"
        try unit.replacing("/usr/local/bin/etl-watch", with: EtlWatchProcess.executable)
            .write(toFile: file, atomically: true, encoding: .utf8)
        let check = try await EtlWatchProcess(["verify", file], in: place.path, program: Self.checker).wait()
        // What else is installed here is not ours.
        let complaints = check.errors.split(separator: "\n").filter { $0.contains("etl-watch.service") }
        #expect(complaints.isEmpty, "\(check.errors)")
    }

    /// Runs a program as the unit's hardening lets it.
    private func confined(
        _ program: String, _ arguments: [String], writing state: String, in place: Workplace
    ) throws -> EtlWatchProcess {
        let (tests, unit) = ("/Tests/EndToEndTests/confined.py", "/deploy/etl-watch.service")
        return try EtlWatchProcess(
            [EtlWatchProcess.repository + tests, EtlWatchProcess.repository + unit, state, program]
                + arguments,
            in: place.path, program: "/usr/bin/python3")
    }

    private static let confines = access(checker, X_OK) == 0 && SmallDisk.isPossible

    /// Guarantee: data-stays-private/hardened-unit
    /// Promise: The daemon does all its work inside the hardened unit of `deploy/`.
    /// How: A test puts the unit's filter of system calls around the daemon, and the filters that systemd
    ///   makes of its other lines: no memory that is writable and executable, only local sockets, no
    ///   namespaces.
    @Test(.enabled(if: confines, "Confining a process takes systemd-analyze and the right to mount."))
    func `lets a daemon do all its work behind the unit's filter of system calls`() async throws {
        let place = try Workplace()
        let state = place.path + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let daemon = try confined(
            EtlWatchProcess.executable, place.arguments("run", state: "state"), writing: state, in: place)
        try await eventually { daemon.errors.contains("Ready") || !daemon.isRunning }
        try #require(daemon.isRunning, "\(daemon.errors)")
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "hubspot/last-deals.csv")
        let last = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == last }
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.split(separator: "Ready").count > 2 }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(!daemon.errors.contains("errno"), "\(daemon.errors)")
        #expect(try place.snapshot("state") == last)
    }

    /// Guarantee: data-stays-private/hardened-unit
    @Test(
        .enabled(if: confines, "Confining a process takes systemd-analyze and the right to mount."),
        arguments: [
            "open('outside', 'w')", "import socket; socket.socket()", "import os; os.setuid(1)",
            "import mmap; mmap.mmap(-1, 4096, prot=7)",
            "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0",
        ])
    func `is refused what the unit refuses`(deed: String) async throws {
        let place = try Workplace(sample: false)
        let free = try await EtlWatchProcess(["-c", deed], in: place.path, program: "/usr/bin/python3").wait()
        #expect(free.status == 0, "\(free.errors)")
        let refused = try await confined("/usr/bin/python3", ["-c", deed], writing: place.drop, in: place)
            .wait()
        #expect(refused.status == 1)
        #expect(refused.errors.contains("Error"), "\(refused.errors)")
    }

    /// Guarantee: data-stays-private/nothing-in-logs
    /// Promise: Logs and errors hold no text, name, address or key of an export.
    /// How: Typed errors hold positions, not texts.
    /// Seen: Paths and numbers.
    @Test func `finds nothing in the log of what exports say, however damaged they are`() async throws {
        let place = try Workplace()
        let secret = "Sekret"
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.drop)
        var random = SystemRandomNumberGenerator()
        // A mapping that cannot be read at all ends a backfill at once.
        for name in names.filter({ $0 != "company_mapping.csv" })
        where [".html", ".json", ".ics", ".csv"].contains(where: name.hasSuffix) {
            var bytes = try place.contents(name)
            for word in ["Acme", "Abel", "hello", "acme.example", "Thanks"] {
                while let range = bytes.range(of: Data(word.utf8)) {
                    bytes.replaceSubrange(range, with: Data(secret.utf8))
                }
            }
            try place.write(bytes.prefix(bytes.count / 2), to: "half-" + name)
            for _ in 0..<20 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    Array("\"<>{}[],:;\n\u{0}".utf8).randomElement(using: &random) ?? 0
            }
            try place.write(bytes, to: name)
        }
        // However the dice fall, one file is left that says it.
        try place.write(Data("Record ID,Deal Name\n78,Acme \(secret)\n".utf8), to: "whole-deals.csv")
        let arguments = place.arguments("backfill", state: "state") + ["--log-level", "trace"]
        let backfill = try await EtlWatchProcess.run(arguments, in: place.path)
        #expect(backfill.status == 2, "\(backfill.errors)")
        let status = try await EtlWatchProcess.run(
            place.arguments("status", state: "state"), in: place.path)
        let log = try String(contentsOfFile: place.path + "/state/etl.log", encoding: .utf8)
        #expect(log.contains("Quarantined"))
        for text in [log, backfill.errors, status.output, status.errors] {
            #expect(!text.contains(secret))
        }
        #expect(try place.snapshot("state").contains(secret))
    }
}
