import Foundation

/// The messages of a conversation, a line each, for a terminal.
struct MessageLines {
    let lines: [String]

    private struct Conversation: Decodable {
        let messages: [Message]
    }

    private struct Message: Decodable {
        let time: String?
        let timestamp: String?
        let author: String?
        let text: String?
        let isService: Bool?
    }

    /// - Parameter data: The JSON of what the conversation holds.
    init(of data: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        lines = try decoder.decode(Conversation.self, from: Data(data)).messages.map { message in
            let who = message.author ?? (message.isService == true ? "(service)" : "(unknown)")
            let text = (message.text ?? "").split(whereSeparator: \.isNewline).joined(separator: " / ")
            return TextTable.printable("\(message.time ?? message.timestamp ?? "(no time)")  \(who): \(text)")
        }
    }
}
