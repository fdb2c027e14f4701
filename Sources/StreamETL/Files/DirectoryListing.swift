import Glibc

/// The names in a directory, one after the other in no order, without `.` and `..`.
package struct DirectoryListing: ~Copyable {
    /// A name, and the kind of file that the directory lists under it.
    package struct Entry {
        package let name: [UInt8]
        /// `d_type`; `DT_UNKNOWN` where the file system keeps it elsewhere.
        package let kind: UInt8
    }

    private let stream: OpaquePointer
    /// Holds until the next one is asked for.
    private var current: UnsafeMutablePointer<dirent>?

    package init(_ path: [UInt8]) throws(SystemError) {
        guard let stream = SystemPath.withCString(path, { name in name.flatMap { opendir($0) } }) else {
            throw SystemError()
        }
        self.stream = stream
    }

    /// Lists an open directory, which is closed at the end, or at once if it is none.
    package init(owning descriptor: CInt) throws(SystemError) {
        guard let stream = fdopendir(descriptor) else {
            let error = SystemError()
            close(descriptor)
            throw error
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    package mutating func next() -> Entry? {
        while let entry = readdir(stream) {
            // The array's declared length is not the record's: the pointer is taken from the entry itself.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let start = UnsafeRawPointer(entry).advanced(by: offset)
            let count = strlen(start.assumingMemoryBound(to: CChar.self))
            let name = Array(UnsafeRawBufferPointer(start: start, count: count))
            if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
            current = entry
            return Entry(name: name, kind: entry.pointee.d_type)
        }
        current = nil
        return nil
    }

    /// The status of the last name of ``next()``. A symbolic link is not followed. `nil`: it is gone.
    package borrowing func status() -> FileStatus? {
        guard let current else { return nil }
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let name = UnsafeRawPointer(current).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        return try? FileStatus.of(name: name, in: dirfd(stream))
    }
}
