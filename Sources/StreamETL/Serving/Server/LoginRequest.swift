import Foundation
import Glibc

/// Asks a running `serve` over its Unix socket for a link that signs a browser in.
package enum LoginRequest {
    private struct Link: Decodable { let url: String }

    /// - Throws: ``ServingError/notServing(path:)``.
    package static func link(from socketPath: String) throws -> String {
        guard let answer = exchange(socketPath),
            let end = answer.range(of: Data("\r\n\r\n".utf8)),
            let link = try? JSONDecoder().decode(Link.self, from: answer[end.upperBound...])
        else { throw ServingError.notServing(path: socketPath) }
        return link.url
    }

    private static func exchange(_ path: String) -> Data? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var timeout = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        let request = Array(
            "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
        guard isConnected, send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
        else { return nil }
        var answer = Data()
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while answer.count < 1 << 16 {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: chunk.prefix(count))
        }
        return answer
    }
}
