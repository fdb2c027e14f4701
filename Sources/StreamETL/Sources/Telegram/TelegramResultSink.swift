import ETLModel

/// What a chat says of itself.
enum TelegramResultField: Sendable {
    case name
    case type
    case id
}

/// Takes what ``TelegramResultScanner`` finds, in file order.
protocol TelegramResultSink {
    mutating func rootKey(_ key: [UInt8])
    /// Fields and messages of another chat follow. The root, too, begins one, which does not end unless
    /// the root holds messages.
    mutating func beginChat()
    mutating func field(_ field: TelegramResultField, _ json: [UInt8])
    mutating func beginMessages() throws(TransformError.Cause)
    /// - Returns: What is wrong with the message.
    mutating func message(_ json: [UInt8]) -> TelegramResultFault?
    mutating func endChat()
}

/// What is wrong with a message, and whether it is left out for that.
struct TelegramResultFault {
    let cause: TransformError.Cause
    let isLoss: Bool
}

enum TelegramResultKey {
    /// Keys of the root of a whole account's export.
    static func isOfAccount(_ key: [UInt8]) -> Bool {
        key.isAny(
            of: "personal_information", "profile_pictures", "stories", "contacts", "frequent_contacts",
            "sessions",
            "web_sessions", "other_data")
    }

    /// Writes `\xNN` as `\u00NN`.
    static func repaired(_ json: [UInt8]) -> [UInt8] {
        var fixed: [UInt8] = []
        fixed.reserveCapacity(json.count + 64)
        var index = 0
        while index < json.count {
            let byte = json[index]
            index += 1
            fixed.append(byte)
            guard byte == UInt8(ascii: "\\"), index < json.count else { continue }
            let escape = json[index]
            index += 1
            if escape == UInt8(ascii: "x") {
                fixed.append(contentsOf: "u00".utf8)
            } else {
                fixed.append(escape)
            }
        }
        return fixed
    }
}

extension [UInt8] {
    /// Whether it is one of these names.
    func isAny(of names: StaticString...) -> Bool {
        names.contains { name in
            count == name.utf8CodeUnitCount && name.withUTF8Buffer { elementsEqual($0) }
        }
    }
}
