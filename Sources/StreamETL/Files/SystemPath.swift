import CLinuxIO
package import ETLModel
import Glibc

/// Absolute paths as raw bytes, and questions to the system about them.
package enum SystemPath {
    private static let slash = UInt8(ascii: "/")

    /// The path made absolute, without `.`, `..`, doubled or trailing slashes; links are not looked at.
    package static func normalized(_ path: [UInt8]) -> [UInt8] {
        var components: [ArraySlice<UInt8>] = []
        let base = path.first == slash ? [] : workingDirectory() + [slash]
        let whole = base + path
        for component in whole.split(separator: slash) {
            if component.elementsEqual(".".utf8) { continue }
            if component.elementsEqual("..".utf8) {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        if components.isEmpty { return [slash] }
        return components.reduce(into: []) { result, component in
            result.append(slash)
            result.append(contentsOf: component)
        }
    }

    package static func joined(_ directory: [UInt8], _ path: RelativePath) -> [UInt8] {
        if path.isRoot { return directory }
        var joined: [UInt8] = []
        joined.reserveCapacity(directory.count + path.bytes.count + 2)
        joined.append(contentsOf: directory)
        if joined.last != slash { joined.append(slash) }
        joined.append(contentsOf: path.bytes)
        return joined
    }

    /// `path` below `directory`; `nil` when it is not inside, `.root` when it is the directory itself.
    package static func relative(_ path: [UInt8], to directory: [UInt8]) -> RelativePath? {
        if path == directory { return .root }
        if directory == [slash] { return RelativePath(bytes: Array(path.dropFirst())) }
        guard path.count > directory.count + 1, path[directory.count] == slash, path.starts(with: directory)
        else { return nil }
        return RelativePath(bytes: Array(path[(directory.count + 1)...]))
    }

    package static func parent(of path: [UInt8]) -> [UInt8] {
        guard let last = path.lastIndex(of: slash), last > 0 else { return [slash] }
        return Array(path[..<last])
    }

    /// The path with every link followed; `nil` with `errno` when there is none.
    package static func resolved(_ path: [UInt8]) -> [UInt8]? {
        withCString(path) { name -> [UInt8]? in
            guard let name else { return nil }
            guard let found = realpath(name, nil) else { return nil }
            defer { free(found) }
            return Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
        }
    }

    /// The names that the kernel looks up to follow a symbolic link, each with the directory it is in, as far as
    /// there is something; the symbolic link itself is not among them.
    package static func steps(following link: [UInt8]) -> [(directory: [UInt8], name: [UInt8])] {
        guard var place = resolved(parent(of: link)), var target = symbolicLinkTarget(link) else { return [] }
        var steps: [(directory: [UInt8], name: [UInt8])] = []
        // The kernel follows as many links and no more.
        var links = 40
        var rest: [[UInt8]] = []
        while true {
            if target.first == slash { place = [slash] }
            rest = target.split(separator: slash).map(Array.init) + rest
            var next: [UInt8]?
            while next == nil, !rest.isEmpty {
                let name = rest.removeFirst()
                if name.elementsEqual(".".utf8) { continue }
                if name.elementsEqual("..".utf8) {
                    place = parent(of: place)
                    continue
                }
                steps.append((place, name))
                let path = joined(place, RelativePath(bytes: name))
                guard let status = try? FileStatus.notFollowing(path) else { return steps }
                if status.kind == .symbolicLink { next = symbolicLinkTarget(path) } else { place = path }
            }
            links -= 1
            guard let next, links > 0 else { return steps }
            target = next
        }
    }

    package static func isSymbolicLink(_ path: [UInt8]) -> Bool {
        (try? FileStatus.notFollowing(path))?.kind == .symbolicLink
    }

    /// The target that a symbolic link states, made absolute. Links on the way and at the end are not followed.
    package static func target(ofSymbolicLink link: [UInt8]) -> [UInt8]? {
        guard let target = symbolicLinkTarget(link), let place = resolved(parent(of: link)) else {
            return nil
        }
        return normalized(target.first == slash ? target : place + [slash] + target)
    }

    private static func symbolicLinkTarget(_ link: [UInt8]) -> [UInt8]? {
        withCString(link) { name -> [UInt8]? in
            guard let name else { return nil }
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
                guard let start = buffer.baseAddress else { return nil }
                let count = readlink(name, start, buffer.count)
                return count < 0 ? nil : buffer.prefix(count).map { UInt8(bitPattern: $0) }
            }
        }
    }

    /// Calls `body` with the path as C wants it; with `nil` and `EINVAL` when it holds a NUL.
    package static func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>?) -> Result)
        -> Result
    {
        if path.contains(0) {
            errno = EINVAL
            return body(nil)
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: path.count + 1) { buffer in
            for (index, byte) in path.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[path.count] = 0
            return body(UnsafePointer(buffer.baseAddress))
        }
    }

    /// Whether another file system begins at a directory. A bind mount of the same one is not recognised.
    package static func isMountPoint(_ path: [UInt8]) -> Bool {
        let target = resolved(path) ?? path
        guard let here = try? FileStatus.following(target),
            let above = try? FileStatus.following(parent(of: target))
        else { return false }
        return here.fingerprint.device != above.fingerprint.device
    }

    /// Whether a directory looks as one does whose file system was unmounted: empty, and nothing mounted.
    package static func isVacated(_ path: [UInt8]) -> Bool { !isMountPoint(path) && isEmptyDirectory(path) }

    private static func isEmptyDirectory(_ path: [UInt8]) -> Bool {
        guard var listing = try? DirectoryListing(path) else { return false }
        return listing.next() == nil
    }

    private static func workingDirectory() -> [UInt8] {
        guard let found = getcwd(nil, 0) else { return [slash] }
        defer { free(found) }
        return Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
    }
}
