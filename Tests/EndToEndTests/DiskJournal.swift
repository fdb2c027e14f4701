import Foundation

/// All changes that a child made to the files of a directory, in order, and what of it was synced.
///
/// Tells what may be left of them when the power fails: what was synced is there; of what was written since
/// to a file any blocks may be there, in any order; of what happened to names since, the first few.
struct DiskJournal {
    /// What becomes of changes that were not synced.
    enum Loss: Sendable, Hashable {
        case all
        /// Of each the one or the other, by a seed.
        case some(UInt64)
        /// That to the database's log, and nothing else: what was copied from it may be all that is left.
        case log
    }

    private enum Change {
        case create(Int, String)
        case write(Int, offset: Int, [UInt8])
        case truncate(Int, Int)
        case sync(Int)
        case syncNames
        case rename(String, String)
        case unlink(String)
    }

    private enum Step {
        case link(String, Int)
        case rename(String, String)
        case unlink(String)
    }

    private struct File {
        var synced: [UInt8] = []
        var pending: [Change] = []
    }

    struct Unreadable: Error {}

    /// The unit in which a device writes.
    private static let blockByteCount = 4_096

    private var changes: [Change] = []

    /// How many changes there were.
    var count: Int { changes.count }

    /// Positions after which something was made sure of: most goes wrong around them.
    var syncs: [Int] {
        changes.indices.filter { index in
            switch changes[index] {
            case .sync, .syncNames, .rename: true
            default: false
            }
        }
    }

    /// Positions after a write to the file that was made under this name.
    func writes(to name: String) -> [Int] {
        var inodes: Set<Int> = []
        var positions: [Int] = []
        for (index, change) in changes.enumerated() {
            switch change {
            case .create(let inode, name): inodes.insert(inode)
            case .create(let inode, _): inodes.remove(inode)
            case .write(let inode, _, _) where inodes.contains(inode): positions.append(index + 1)
            default: break
            }
        }
        return positions
    }

    init(contentsOf path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var place = bytes.startIndex
        while let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: bytes[place..<end], as: UTF8.self).split(separator: " ").map(
                String.init)
            place = end + 1
            let numbers = words.map { Int($0) ?? 0 }
            switch words.first {
            case "create": changes.append(.create(numbers[1], words[2]))
            case "write":
                let content = bytes[place..<place + numbers[3]]
                changes.append(.write(numbers[1], offset: numbers[2], Array(content)))
                place += numbers[3]
            case "truncate": changes.append(.truncate(numbers[1], numbers[2]))
            case "sync": changes.append(.sync(numbers[1]))
            case "syncnames": changes.append(.syncNames)
            case "rename": changes.append(.rename(words[1], words[3]))
            case "unlink": changes.append(.unlink(words[1]))
            default: throw Unreadable()
            }
        }
    }

    /// Files by name, as they may be found after the power failed when `count` changes had been made.
    func files(after count: Int, losing loss: Loss) -> [String: [UInt8]] {
        var files: [File] = []
        // A number is used again for another file when its file is gone.
        var fileOfInode: [Int: Int] = [:]
        var names: [String: Int] = [:]
        var pendingNames: [Step] = []
        for change in changes.prefix(count) {
            switch change {
            case .create(let inode, let name):
                fileOfInode[inode] = files.count
                pendingNames.append(.link(name, files.count))
                files.append(File())
            case .write(let inode, _, _), .truncate(let inode, _):
                if let file = fileOfInode[inode] { files[file].pending.append(change) }
            case .sync(let inode):
                guard let file = fileOfInode[inode] else { continue }
                for change in files[file].pending { Self.apply(change, to: &files[file].synced) { true } }
                files[file].pending = []
            case .rename(let from, let to): pendingNames.append(.rename(from, to))
            case .unlink(let name): pendingNames.append(.unlink(name))
            case .syncNames:
                for step in pendingNames { Self.apply(step, to: &names) }
                pendingNames = []
            }
        }
        var random = Coin(loss)
        for step in pendingNames {
            guard loss == .log || random.next() else { break }
            Self.apply(step, to: &names)
        }
        var left: [String: [UInt8]] = [:]
        for (name, file) in names {
            var bytes = files[file].synced
            for change in files[file].pending {
                Self.apply(change, to: &bytes) { loss == .log ? !name.hasSuffix("-wal") : random.next() }
            }
            left[name] = bytes
        }
        return left
    }

    private static func apply(_ step: Step, to names: inout [String: Int]) {
        switch step {
        case .link(let name, let file): names[name] = file
        case .rename(let from, let to): names[to] = names.removeValue(forKey: from)
        case .unlink(let name): names[name] = nil
        }
    }

    /// - Parameter stays: Asked for each block.
    private static func apply(_ change: Change, to bytes: inout [UInt8], stays: () -> Bool) {
        switch change {
        case .write(_, let offset, let content):
            var start = 0
            while start < content.count {
                let end = min(
                    content.count,
                    start + blockByteCount - (offset + start) % blockByteCount)
                if stays() {
                    if bytes.count < offset + end {
                        bytes += Array(repeating: 0, count: offset + end - bytes.count)
                    }
                    bytes.replaceSubrange(offset + start..<offset + end, with: content[start..<end])
                }
                start = end
            }
        case .truncate(_, let size):
            guard stays() else { return }
            if size < bytes.count {
                bytes.removeLast(bytes.count - size)
            } else {
                bytes += Array(repeating: 0, count: size - bytes.count)
            }
        default: break
        }
    }

    /// Falls as a seed has it.
    private struct Coin {
        private var state: UInt64?

        init(_ loss: Loss) {
            if case .some(let seed) = loss { state = seed }
        }

        mutating func next() -> Bool {
            guard let state else { return false }
            self.state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 40 & 1 == 1
        }
    }
}
