import ETLFiles
import Glibc

/// The memory that this process has in use.
package enum ResidentMemory {
    /// Resident bytes now; 0 where the system does not say.
    package static func bytes() -> Int {
        // Size and resident size, in pages.
        let numbers = SystemText.read("/proc/self/statm").split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// The limit that a control group sets to the memory of its processes.
package enum ControlGroupMemory {
    /// Bytes that this process may use; `nil` where no group limits them.
    package static func limit() -> Int? {
        limit(of: SystemText.read("/proc/self/cgroup"), below: "/sys/fs/cgroup")
    }

    /// - Parameters:
    ///   - membership: The text of `/proc/self/cgroup`.
    ///   - root: Where the groups are mounted.
    package static func limit(of membership: String, below root: String) -> Int? {
        var limits: [Int] = []
        for line in membership.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let (place, name): (String, String)
            if fields[0] == "0", fields[1].isEmpty {
                (place, name) = (root, "memory.max")
            } else if fields[1].split(separator: ",").contains("memory") {
                (place, name) = (root + "/memory", "memory.limit_in_bytes")
            } else {
                continue
            }
            // Each group above limits as well; in a container the path may lead to none that is mounted.
            var path = String(fields[2])
            while true {
                let text = SystemText.read("\(place)/\(path)/\(name)")
                if let limit = Int(text.prefix { $0.isNumber }) { limits.append(limit) }
                guard let slash = path.lastIndex(of: "/") else { break }
                path = String(path[..<slash])
            }
        }
        // The first version says "no limit" with a number that no machine has.
        return limits.filter { $0 > 0 && $0 < 1 << 60 }.min()
    }
}

/// Small texts of the kernel.
private enum SystemText {
    /// Empty where there is no such file.
    static func read(_ path: String) -> String {
        String(decoding: (try? SmallFile.read(path)) ?? [], as: UTF8.self)
    }
}
