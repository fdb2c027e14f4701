import ETLFiles
import Glibc

/// The most memory this process has had in use.
public enum PeakMemory {
    /// Resident bytes at the highest point so far; 0 where the system does not say.
    ///
    /// `getrusage` is only the second choice: its figure lives on from the program that called `exec`.
    public static func bytes() -> Int {
        highWaterMark() ?? resourceUsage()
    }

    /// `VmHWM:     12345 kB` of `/proc/self/status`.
    private static func highWaterMark() -> Int? {
        guard let text = try? SmallFile.read("/proc/self/status") else { return nil }
        let label = Array("VmHWM:".utf8)
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: label) {
            let digits = line.filter { (0x30...0x39).contains($0) }
            return Int(String(decoding: digits, as: UTF8.self)).map { $0 * 1_024 }
        }
        return nil
    }

    private static func resourceUsage() -> Int {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return usage.ru_maxrss * 1_024
    }
}
