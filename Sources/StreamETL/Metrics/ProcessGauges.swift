import ETLFiles
import ETLTelemetry
import Glibc

/// What the system tells of this process.
enum ProcessGauges {
    /// In seconds since 1970. Prometheus uses it to tell a restart from a counter that went back.
    private static let start = Double(startTicks + bootTime * ticksPerSecond) / Double(ticksPerSecond)

    static func fill(_ registry: MetricRegistry) {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            registry.set("process_cpu_seconds_total", to: seconds(usage.ru_utime) + seconds(usage.ru_stime))
        }
        registry.set("process_resident_memory_bytes", to: Double(ResidentMemory.bytes()))
        registry.set("process_start_time_seconds", to: start)
        if let count = openDescriptorCount { registry.set("process_open_fds", to: Double(count)) }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static let ticksPerSecond = max(1, sysconf(Int32(_SC_CLK_TCK)))

    /// The 22nd field of `/proc/self/stat`, after the name in parentheses, which may hold blanks.
    private static var startTicks: Int {
        let text = text(of: "/proc/self/stat")
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return fields.count > 20 ? Int(fields[20]) ?? 0 : 0
    }

    private static var bootTime: Int {
        let line = text(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Int($0.dropFirst("btime ".count)) } ?? 0
    }

    private static var openDescriptorCount: Int? {
        guard var listing = try? DirectoryListing(Array("/proc/self/fd".utf8)) else { return nil }
        var count = 0
        while listing.next() != nil { count += 1 }
        // The listing has one open itself.
        return count - 1
    }

    private static func text(of path: String) -> String {
        String(decoding: (try? SmallFile.read(path)) ?? [], as: UTF8.self)
    }
}
