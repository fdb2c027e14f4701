import Foundation
import Testing

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: SmallDisk.isPossible, "Mounting a small file system takes the right to do so."))
struct `Data on a file system that is taken away` {
    private static let away = "what was mounted there is away"

    /// Copies the sample exports to where a file system is mounted.
    private func fill(_ place: Workplace, _ directory: String) throws {
        let sample = EtlWatchProcess.repository + "/data/sample"
        for name in try FileManager.default.contentsOfDirectory(atPath: sample) {
            try FileManager.default.copyItem(atPath: sample + "/" + name, toPath: directory + "/" + name)
        }
    }

    private func unmount(_ disk: SmallDisk) async throws {
        // Refused while a directory on it is being listed.
        try await eventually { disk.unmount() }
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/unmounted
    /// Promise: An unmounted file system takes no data with it. Partly: this cannot be told where a bind
    ///   mount of the same file system was.
    /// How: An empty directory on another device than its former files stands in for them. The files stay.
    /// Seen: `… the directory is not there. Its data stays …`, or `A directory is empty and what was mounted
    ///   there is away …`.
    /// Guarantee: a-missing-drop-directory-keeps-its-data/shown-by-status
    @Test func `stays while the drop directory is only the place where it was mounted`() async throws {
        let place = try Workplace(sample: false)
        let first = try SmallDisk(megabytes: 16, at: place.drop)
        try fill(place, place.drop)
        let mapping = place.path + "/company_mapping.csv"
        try place.contents("company_mapping.csv").write(to: URL(fileURLWithPath: mapping))
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state") + ["--mapping", mapping], in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let whole = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == whole }
        try await unmount(first)
        try await eventually { daemon.errors.contains("Drop directory sample: the directory is not there") }
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.split(separator: "Ready").count > 2 }
        #expect(try place.snapshot("state") == whole)
        let second = try SmallDisk(megabytes: 16, at: place.drop)
        try fill(place, place.drop)
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "hubspot/last-deals.csv")
        let last = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == last }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(second.unmount())
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/unmounted
    @Test func `stays when it was mounted further down, also at the next start`() async throws {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            atPath: place.file("disk"), withIntermediateDirectories: true)
        let disk = try SmallDisk(megabytes: 16, at: place.file("disk"))
        try place.write(Data("Record ID,Deal Name\n77,Acme far\n".utf8), to: "disk/deep/deals.csv")
        let whole = try await place.cleanBackfill()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        try await eventually { try place.snapshot("state") == whole }
        try await unmount(disk)
        // Looks at everything again.
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.contains(Self.away) }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(try place.snapshot("state") == whole)
        let next = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        #expect(next.status == 0)
        #expect(next.errors.contains(Self.away))
        #expect(try place.snapshot("state") == whole)
        // Another file there says that the directory itself is meant.
        try place.write(Data("Record ID,Deal Name\n78,Acme near\n".utf8), to: "disk/deals.csv")
        _ = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        #expect(try await place.snapshot("state") == place.cleanBackfill())
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/mounted-over
    /// Promise: A file system that is mounted over a watched directory is noticed.
    /// How: The scan notices it and watches the new directory.
    /// Seen: The change, after at most `rescan_interval`.
    /// Guarantee: scans-find-what-the-kernel-does-not-report/regular-scans
    @Test func `gives way to what is mounted over it`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let disk = try SmallDisk(megabytes: 16, at: place.file("hubspot"))
        try place.write(Data("Record ID,Deal Name\n77,Acme over\n".utf8), to: "hubspot/deals.csv")
        // Mounting is no event: a scan finds it.
        daemon.send(SIGHUP)
        let over = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == over }
        try place.write(Data("Record ID,Deal Name\n78,Acme more\n".utf8), to: "hubspot/more.csv")
        let more = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == more }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(disk.unmount())
    }
}
