import ETLModel
import Foundation

/// Errors and warnings as the store keeps them.
enum StoredFault {
    static func encode(_ error: TransformError) throws -> String {
        try encode([TransformWarning(error.cause, at: error.position)])
    }

    static func encode(_ warnings: [TransformWarning]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(warnings), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> [TransformWarning] {
        try JSONDecoder().decode([TransformWarning].self, from: Data(text.utf8))
    }
}
