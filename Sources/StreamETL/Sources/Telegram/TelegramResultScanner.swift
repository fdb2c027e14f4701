import ETLModel

/// Finds the chats and messages of `result.json` while its bytes pass by.
///
/// The file may be gigabytes, so nothing is held but the value in hand: a chat's name, type or id, or
/// one message. All other values are passed over. There is no recursion and no tree; only the five
/// containers that lead to messages are kept on a stack. Values that are handed on may still be invalid
/// JSON, and are the sink's to parse.
struct TelegramResultScanner: Sendable {
    private enum Frame: Sendable {
        case root
        /// `chats` or `left_chats`.
        case section
        case list
        case chat
        case messages

        var isObject: Bool { self == .root || self == .section || self == .chat }
    }

    private enum Expectation: Sendable {
        case value
        case firstKeyOrEnd
        case key
        case colon
        case firstElementOrEnd
        case commaOrEnd
        case done
    }

    private enum Mode: Sendable {
        case structure
        case key
        case container
        case string
        case scalar
    }

    /// What the value in hand is for.
    private enum Use: Sendable {
        case skip
        case field(TelegramResultField)
        case message
    }

    private let limits: InputLimits
    private var stack: [Frame] = []
    private var expectation = Expectation.value
    private var mode = Mode.structure
    private var key: [UInt8] = []

    private var use = Use.skip
    private var value: [UInt8] = []
    /// Whether the value in hand is a message that is longer than one may be.
    private var isOversized = false
    private var oversizedByteCount = 0
    /// How many times as long as the limit a message may be before the file is refused.
    private static let mostOversize = 3
    private var valuePosition = TextPosition(line: 1, column: 1)
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The exporter writes control characters as `\xNN`, which is no JSON.
    private var hasHexEscape = false

    /// Bytes before the chunk in hand.
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    /// Where a fault that was thrown is, and the position of the end.
    private(set) var position = TextPosition(line: 1, column: 1)
    private var faults = FaultTally()

    private var rootHasMessages = false
    private var rootIsAccount = false
    private static let keyByteCount = 64

    init(limits: InputLimits) { self.limits = limits }

    mutating func takeWarnings() -> [TransformWarning] { faults.take() }

    /// Whether the whole document has passed by.
    var isDone: Bool { expectation == .done }

    /// Passes a chunk on; ``position`` tells where a fault is.
    mutating func consume(
        _ chunk: UnsafeBufferPointer<UInt8>, into sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        var index = 0
        do throws(TransformError.Cause) {
            while index < chunk.count {
                switch mode {
                case .structure: try readStructure(chunk, &index, &sink)
                case .key: readKey(chunk, &index, &sink)
                case .container, .string: try readNested(chunk, &index, &sink)
                case .scalar: try readScalar(chunk, &index, &sink)
                }
            }
        } catch {
            switch error {
            case .limitExceeded: position = valuePosition
            default: position = textPosition(index)
            }
            throw error
        }
        offset += chunk.count
        position = textPosition(0)
    }

    private func textPosition(_ index: Int) -> TextPosition {
        TextPosition(line: line, column: offset + index - lineStart + 1)
    }

    private mutating func breakLine(at index: Int) {
        line += 1
        lineStart = offset + index + 1
    }

    private mutating func warn(_ cause: TransformError.Cause, loses: Bool = true) {
        faults.add(TransformWarning(cause, at: valuePosition, isLoss: loses))
    }

    // MARK: Structure

    private mutating func readStructure(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        let byte = chunk[index]
        switch byte {
        case 0x20, 0x09, 0x0D: break
        case 0x0A: breakLine(at: index)
        default:
            if offset + index < 3, isMark(byte, at: offset + index) { break }
            try readToken(chunk, &index, &sink)
            return
        }
        index += 1
    }

    /// Whether the byte belongs to a byte order mark before the document.
    private func isMark(_ byte: UInt8, at place: Int) -> Bool {
        stack.isEmpty && byte == (place == 0 ? 0xEF : place == 1 ? 0xBB : 0xBF)
    }

    private mutating func readToken(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        let byte = chunk[index]
        switch (expectation, byte) {
        case (.firstKeyOrEnd, UInt8(ascii: "}")), (.firstElementOrEnd, UInt8(ascii: "]")):
            try endFrame(&sink)
            index += 1
        case (.firstKeyOrEnd, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
            mode = .key
            key.removeAll(keepingCapacity: true)
            isEscaped = false
            index += 1
        case (.colon, UInt8(ascii: ":")):
            expectation = .value
            index += 1
        case (.commaOrEnd, UInt8(ascii: ",")):
            expectation = stack.last?.isObject == true ? .key : .value
            index += 1
        case (.commaOrEnd, UInt8(ascii: "}")) where stack.last?.isObject == true,
            (.commaOrEnd, UInt8(ascii: "]")) where stack.last?.isObject == false:
            try endFrame(&sink)
            index += 1
        case (.value, _), (.firstElementOrEnd, _):
            try beginValue(byte, &index, &sink)
        case (.done, _): throw .malformed("telegram.json.end")
        default: throw .malformed("telegram.json.structure")
        }
    }

    private mutating func readKey(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) {
        while index < chunk.count {
            let byte = chunk[index]
            index += 1
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                mode = .structure
                expectation = .colon
                if stack.count == 1 { sink.rootKey(key) }
                return
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == 0x0A {
                breakLine(at: index - 1)
            }
            // A longer key is none that is looked for.
            if key.count < Self.keyByteCount { key.append(byte) }
        }
    }

    private mutating func endFrame(_ sink: inout some TelegramResultSink) throws(TransformError.Cause) {
        switch stack.popLast() {
        case .chat: sink.endChat()
        case .root:
            if rootHasMessages {
                sink.endChat()
            } else if !rootIsAccount {
                throw .malformed("telegram.json.root")
            }
        default: break
        }
        expectation = stack.isEmpty ? .done : .commaOrEnd
    }

    private mutating func push(_ frame: Frame, _ index: inout Int) {
        stack.append(frame)
        expectation = frame.isObject ? .firstKeyOrEnd : .firstElementOrEnd
        index += 1
    }

    private mutating func beginValue(
        _ byte: UInt8, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        valuePosition = textPosition(index)
        let isObject = byte == UInt8(ascii: "{")
        let isArray = byte == UInt8(ascii: "[")
        use = .skip
        switch stack.last {
        case nil:
            guard isObject else { throw .malformed("telegram.json.root") }
            sink.beginChat()
            return push(.root, &index)
        case .root:
            if key.isAny(of: "chats", "left_chats"), isObject {
                rootIsAccount = true
                return push(.section, &index)
            }
            if TelegramResultKey.isOfAccount(key) { rootIsAccount = true }
            if try beginChatValue(byte, &index, &sink) {
                rootHasMessages = true
                return
            }
        case .chat:
            if try beginChatValue(byte, &index, &sink) { return }
        case .section:
            if isArray, key.isAny(of: "list") { return push(.list, &index) }
        case .list:
            if isObject {
                sink.beginChat()
                return push(.chat, &index)
            }
            warn(.malformed("telegram.json.chat"))
        case .messages:
            if isObject { use = .message } else { warn(.malformed("telegram.json.message")) }
        }
        try startValue(byte, &index)
    }

    /// - Returns: Whether the value is the list of messages.
    private mutating func beginChatValue(
        _ byte: UInt8, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) -> Bool {
        if key.isAny(of: "messages") {
            if byte == UInt8(ascii: "[") {
                try sink.beginMessages()
                push(.messages, &index)
                return true
            }
            if byte == UInt8(ascii: "{") { throw .malformed("telegram.json.messages") }
        } else if key.isAny(of: "name") {
            use = .field(.name)
        } else if key.isAny(of: "type") {
            use = .field(.type)
        } else if key.isAny(of: "id") {
            use = .field(.id)
        }
        return false
    }

    // MARK: Values

    private mutating func startValue(_ byte: UInt8, _ index: inout Int) throws(TransformError.Cause) {
        depth = 0
        isInString = false
        isEscaped = false
        hasHexEscape = false
        value.removeAll(keepingCapacity: true)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): mode = .container
        case UInt8(ascii: "\""): mode = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
            UInt8(ascii: "f"), UInt8(ascii: "n"):
            mode = .scalar
        default: throw .malformed("telegram.json.value")
        }
    }

    /// Reads an object, an array or a string up to its end or that of the chunk.
    private mutating func readNested(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        let start = index
        var place = index
        var isComplete = false
        scan: while place < chunk.count {
            let byte = chunk[place]
            if isEscaped {
                isEscaped = false
                if byte == UInt8(ascii: "x") { hasHexEscape = true }
            } else if isInString {
                if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if mode == .string {
                        isComplete = true
                        break scan
                    }
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == 0x0A {
                    breakLine(at: place)
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    guard depth + stack.count <= limits.nestingDepth else {
                        throw .limitExceeded(.nestingDepth, limit: limits.nestingDepth)
                    }
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 {
                        isComplete = true
                        break scan
                    }
                case 0x0A: breakLine(at: place)
                default: break
                }
            }
            place += 1
        }
        let end = isComplete ? place + 1 : place
        try capture(chunk, start..<end)
        index = end
        if isComplete { finishValue(&sink) }
    }

    private mutating func readScalar(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ sink: inout some TelegramResultSink
    ) throws(TransformError.Cause) {
        let start = index
        while index < chunk.count {
            switch chunk[index] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
                try capture(chunk, start..<index)
                return finishValue(&sink)
            default: index += 1
            }
        }
        try capture(chunk, start..<index)
    }

    private mutating func capture(
        _ chunk: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) throws(TransformError.Cause) {
        if case .skip = use { return }
        guard !isOversized, value.count + range.count <= limits.messageBytes else {
            // It costs itself only: its end is sought, if not for ever, but nothing of it is kept.
            oversizedByteCount = (isOversized ? oversizedByteCount : value.count) + range.count
            guard case .message = use, oversizedByteCount / Self.mostOversize <= limits.messageBytes else {
                throw .limitExceeded(.messageBytes, limit: limits.messageBytes)
            }
            isOversized = true
            value = []
            return
        }
        value.append(contentsOf: chunk[range])
    }

    private mutating func finishValue(_ sink: inout some TelegramResultSink) {
        mode = .structure
        expectation = .commaOrEnd
        switch use {
        case .skip: break
        case .field(let field):
            if hasHexEscape { value = TelegramResultKey.repaired(value) }
            sink.field(field, value)
        case .message where isOversized:
            isOversized = false
            warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
        case .message:
            if hasHexEscape { value = TelegramResultKey.repaired(value) }
            if let fault = sink.message(value) { warn(fault.cause, loses: fault.isLoss) }
        }
    }
}
