import CXXHash
package import ETLModel
import Glibc

/// A file below a drop directory, open for reading; links are followed only inside the drop directories.
///
/// Reads at absolute offsets, so that it can be shared and read more than once.
package struct OpenedFile: FileContent, PositionedContent {
    /// As the file was when it was opened.
    package let status: FileStatus
    private let descriptor: CInt

    /// - Throws: ``SystemError``; `EISDIR` or `EINVAL` unless it is a regular file.
    package init(at path: DropPath, in roots: DropRoots) throws(SystemError) {
        (descriptor, status) = try roots.openFile(path)
    }

    package func close() { Glibc.close(descriptor) }

    package var byteCount: Int { Int(status.byteCount) }

    /// Whether the file was not written to since it was opened.
    package func isUnchanged() throws(SystemError) -> Bool {
        let now = try FileStatus.of(descriptor: descriptor).fingerprint
        return now.byteCount == status.fingerprint.byteCount && now.modified == status.fingerprint.modified
    }

    package func readAll(limit: Int) throws -> [UInt8] {
        guard byteCount <= limit else { throw TransformError.Cause.limitExceeded(.fileBytes, limit: limit) }
        return try read(at: 0, atMost: byteCount)
    }

    package func head(byteCount: Int) throws(SystemError) -> [UInt8] { try read(at: 0, atMost: byteCount) }

    package func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        var offset = 0
        while true {
            try Task.checkCancellation()
            let chunk = try read(at: offset, atMost: chunkByteCount)
            if chunk.isEmpty { return }
            offset += chunk.count
            try await body(chunk)
        }
    }

    /// XXH3-128 of the whole file, without holding it.
    package func contentHash() async throws -> [UInt8] {
        var hasher = try StreamingHash()
        try await readChunks(ofBytes: 1 << 20) { hasher.update($0) }
        return hasher.finish()
    }

    package func read(at start: Int, atMost count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
                    off_t(start + filled))
                if got == 0 { return }
                if got < 0 {
                    let error = SystemError()
                    if error.errno == EINTR { continue }
                    failure = error
                    return
                }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

/// XXH3-128 over chunks.
private struct StreamingHash: ~Copyable {
    private let state: OpaquePointer

    init() throws {
        guard let state = XXH3_createState() else { throw SystemError(errno: ENOMEM) }
        self.state = state
        XXH3_128bits_reset(state)
    }

    deinit { XXH3_freeState(state) }

    mutating func update(_ bytes: borrowing [UInt8]) {
        _ = bytes.withUnsafeBytes { XXH3_128bits_update(state, $0.baseAddress, $0.count) }
    }

    consuming func finish() -> [UInt8] { ContentHash.canonical(XXH3_128bits_digest(state)) }
}
