import CDashboard
import HTTPTypes
import Hummingbird

/// The status page and the API's document, which the program carries.
enum PageFiles {
    private struct File {
        let type: String
        let body: ByteBuffer
    }

    private static let files: [String: File] = {
        var files: [String: File] = [:]
        for index in 0..<page_asset_count() {
            let asset = page_asset_at(index)
            let bytes = UnsafeBufferPointer(start: asset.bytes, count: asset.count)
            files[String(cString: asset.name)] = File(
                type: String(cString: asset.media_type), body: ByteBuffer(bytes: bytes))
        }
        return files
    }()

    /// A file by its name; the root is the page.
    static func response(to request: Request) throws -> Response {
        let path = request.uri.path
        guard !path.hasPrefix("/api/") else { throw Problem(.notFound, "The API has no such path.") }
        return try response(named: path == "/" ? "index.html" : String(path.dropFirst()), to: request)
    }

    /// What the program carries under a name.
    static func body(named name: String) -> ByteBuffer? { files[name]?.body }

    static func response(named name: String, to request: Request) throws -> Response {
        guard let file = files[name] else { throw Problem(.notFound, "Nothing is there.") }
        return JSONAnswer.response(file.body, type: file.type, cache: "no-cache", to: request)
    }
}
