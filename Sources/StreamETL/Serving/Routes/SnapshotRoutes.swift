import Glibc
import HTTPTypes
import Hummingbird

/// The unified JSON itself.
enum SnapshotRoutes {
    static func routes(_ house: House) -> [Route] {
        [
            Route(method: .get, path: "/api/v1/snapshot", scope: .read) { request, _ in
                try await answer(request, house.outputPath)
            }
        ]
    }

    private static func answer(_ request: Request, _ path: String) async throws -> Response {
        let wantsRange = request.headers[.range] != nil
        let takesGzip = request.headers[.acceptEncoding]?.lowercased().contains("gzip") ?? false
        let opened = try await BlockingWork.run { OpenSnapshot(path, asGzip: takesGzip && !wantsRange) }
        guard let snapshot = opened else {
            throw Problem(
                .serviceUnavailable, "There is no unified JSON yet.",
                remedy: "Run etl-watch backfill or run first.")
        }
        let tag = "\"\(snapshot.identity.tag)\(snapshot.isGzip ? "-gzip" : "")\""
        var headers: HTTPFields = [
            .eTag: tag, .cacheControl: "private, no-cache", .acceptRanges: "bytes", .vary: "Accept-Encoding",
        ]
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        if snapshot.isGzip { headers[.contentEncoding] = "gzip" }
        let size = snapshot.identity.size
        let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
        guard let text = request.headers[.range], isSame else {
            return Response(status: .ok, headers: headers, body: snapshot.body(0..<size))
        }
        switch ByteRange(text, of: size) {
        case .ignored: return Response(status: .ok, headers: headers, body: snapshot.body(0..<size))
        case .unsatisfiable:
            var problem = Problem(.rangeNotSatisfiable, "The file has no such bytes.")
            problem.headers[.contentRange] = "bytes */\(size)"
            throw problem
        case .bytes(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            return Response(status: .partialContent, headers: headers, body: snapshot.body(range))
        }
    }
}

/// One range of a `Range` header, by RFC 9110, 14.1.2.
enum ByteRange: Equatable {
    /// Several ranges, or something else than bytes: the whole is answered.
    case ignored
    case unsatisfiable
    case bytes(Range<Int>)

    init(_ text: String, of size: Int) {
        guard text.hasPrefix("bytes="), !text.contains(",") else {
            self = .ignored
            return
        }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else {
            self = .ignored
            return
        }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last?) where first <= last && first < size:
            self = .bytes(first..<(min(last, size - 1) + 1))
        case (let first?, nil) where ends[1].isEmpty && first < size: self = .bytes(first..<size)
        case (nil, let count?) where ends[0].isEmpty && count > 0 && size > 0:
            self = .bytes(max(size - count, 0)..<size)
        case (nil, _) where !ends[0].isEmpty: self = .ignored
        case (_, nil) where !ends[1].isEmpty: self = .ignored
        default: self = .unsatisfiable
        }
    }
}

/// A snapshot that stays whole while it is sent: the daemon writes no file over that somebody has open.
private final class OpenSnapshot: Sendable {
    private static let chunk = 256 << 10

    let identity: SnapshotIdentity
    let isGzip: Bool
    private let descriptor: Int32

    /// The file, or its compressed twin if that is asked for and no older.
    init?(_ path: String, asGzip: Bool) {
        var status = stat()
        let plain = open(path, O_RDONLY | O_CLOEXEC)
        guard plain >= 0, fstat(plain, &status) == 0 else { return nil }
        if asGzip {
            var twinStatus = stat()
            let twin = open(path + ".gz", O_RDONLY | O_CLOEXEC)
            if twin >= 0, fstat(twin, &twinStatus) == 0, twinStatus.st_mtim.tv_sec >= status.st_mtim.tv_sec {
                close(plain)
                (descriptor, isGzip, identity) = (twin, true, SnapshotIdentity(twinStatus))
                return
            }
            if twin >= 0 { close(twin) }
        }
        (descriptor, isGzip, identity) = (plain, false, SnapshotIdentity(status))
    }

    deinit { close(descriptor) }

    func body(_ range: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: range.count) { writer in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let (start, count) = (offset, min(Self.chunk, range.upperBound - offset))
                let bytes = try await BlockingWork.run { self.read(count, at: start) }
                // A file that got shorter ends the connection rather than the answer.
                guard bytes.readableBytes > 0 else { throw Problem(.internalServerError, "The file ended.") }
                offset += bytes.readableBytes
                try await writer.write(bytes)
            }
            try await writer.finish(nil)
        }
    }

    private func read(_ count: Int, at offset: Int) -> ByteBuffer {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        return ByteBuffer(bytes: bytes.prefix(max(found, 0)))
    }
}
