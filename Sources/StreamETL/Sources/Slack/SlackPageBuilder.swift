import ETLModel
import ETLRendering

/// Writes messages as the JSON that is shown of them, with holes for what the export's lists tell.
struct SlackPageBuilder {
    private var writer = JSONWriter(reserving: 4_096)
    private var entries: [SlackPageEntry] = []
    private var speakers: [SlackSpeaker] = []
    private var speakerNumbers: [SlackSpeaker: Int] = [:]
    private var holes: [SlackHole] = []
    /// The bytes that stand for each of ``holes``, made once: every message has some.
    private var holeBytes: [SlackHole: [UInt8]] = [:]

    init() { beginText() }

    var count: Int { entries.count }
    var byteCount: Int { writer.bytes.count }

    mutating func append(_ message: SlackMessage) {
        let start = writer.bytes.count
        guard !message.isDeletion else {
            entries.append(
                SlackPageEntry(
                    time: message.time, speaker: nil, isService: false, range: start..<start))
            return
        }
        let speaker = number(of: SlackSpeaker(of: message))
        write(message, by: speaker)
        entries.append(
            SlackPageEntry(
                time: message.time, speaker: speaker, isService: message.isService,
                range: start..<writer.bytes.count,
                edited: message.edited.flatMap { SlackTimestamp.microseconds($0) } ?? 0))
    }

    /// The page; the builder starts anew.
    mutating func take() -> (heading: SlackPageHeading, payload: [UInt8]) {
        var text = writer.take()
        let entries = Self.inOrder(entries, &text)
        var heading = SlackPageHeading()
        heading.speakers = speakers.map { SlackPageHeading.Speaker(speaker: $0) }
        for (index, entry) in entries.enumerated() {
            heading.times = (heading.times?.lowerBound ?? entry.time)...entry.time
            guard let speaker = entry.speaker else { continue }
            heading.messageTimes = (heading.messageTimes?.lowerBound ?? entry.time)...entry.time
            heading.speakers[speaker].last = index
            if entry.isService {
                heading.speakers[speaker].serviceCount += 1
            } else {
                heading.speakers[speaker].regularCount += 1
                let first = heading.speakers[speaker].regularTimes?.lowerBound ?? entry.time
                heading.speakers[speaker].regularTimes = first...entry.time
                heading.weeks.add(time: entry.time / 1_000_000)
            }
        }
        heading.textByteCount = text.count
        heading.holes = holes
        // The builder writes whole holes with numbers that it gave.
        if let census = try? FilledText.census(of: text, holes: holes.count) {
            heading.literalByteCount = census.literalByteCount
            heading.occurrences = census.occurrences
        }
        var payload = ByteWriter(following: text, reserving: entries.count * 8 + 8)
        SlackPageEntry.encode(entries, into: &payload)
        self = SlackPageBuilder()
        return (heading, payload.bytes)
    }

    /// By time, and one per time, as days mostly are: the last that is said of a message counts.
    private static func inOrder(_ entries: [SlackPageEntry], _ text: inout [UInt8]) -> [SlackPageEntry] {
        if zip(entries, entries.dropFirst()).allSatisfy({ $0.time < $1.time }) { return entries }
        var ordered: [SlackPageEntry] = []
        var orderedText: [UInt8] = []
        orderedText.reserveCapacity(text.count)
        let sorted = entries.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }
        for (index, (_, entry)) in sorted.enumerated() {
            if index + 1 < sorted.count, sorted[index + 1].element.time == entry.time { continue }
            let start = orderedText.count
            orderedText += text[entry.range]
            var moved = entry
            moved.range = start..<orderedText.count
            ordered.append(moved)
        }
        text = orderedText
        return ordered
    }

    /// Every message has a comma before it, so that any can be the first.
    private mutating func beginText() { writer.raw(EmptyCollection()) }

    // MARK: Numbers

    private mutating func number(of speaker: SlackSpeaker) -> Int {
        if let last = entries.last?.speaker, speakers[last] == speaker { return last }
        if let known = speakerNumbers[speaker] { return known }
        let number = speakers.count
        speakers.append(speaker)
        speakerNumbers[speaker] = number
        return number
    }

    private mutating func hole(_ hole: SlackHole) -> [UInt8] {
        if let known = holeBytes[hole] { return known }
        let bytes = FilledText.hole(holes.count)
        holes.append(hole)
        holeBytes[hole] = bytes
        return bytes
    }

    // MARK: Messages

    private mutating func write(_ message: SlackMessage, by speaker: Int) {
        writer.beginObject()
        writer.key("author")
        writer.raw(hole(.author(speaker)))
        writer.key("text")
        writeText(message.text)
        writer.key("timestamp")
        writer.value(time: message.time / 1_000_000)
        writer.key("ts")
        writer.value(message.timestamp)
        writer.key("message_id")
        writer.value(message.timestamp)
        writer.key("message_type")
        writer.value(message.isService ? "service" : "regular")
        writer.key("is_service")
        writer.value(message.isService)
        writeDetails(of: message, by: speaker)
        writer.endObject()
    }

    private mutating func writeDetails(of message: SlackMessage, by speaker: Int) {
        if let user = message.user {
            writer.key("user_id")
            writer.value(user)
        }
        if let subtype = message.subtype {
            writer.key("subtype")
            writer.value(subtype)
        }
        writer.between(hole(.bot(speaker)))
        if let thread = message.thread {
            writer.key("thread_ts")
            writer.value(thread)
        }
        if message.replyCount > 0 {
            writer.key("reply_count")
            writer.value(message.replyCount)
        }
        if let edited = message.edited.flatMap({ SlackTimestamp.microseconds($0) }) {
            writer.key("edited")
            writer.value(time: edited / 1_000_000)
        }
        if !message.previews.isEmpty {
            writer.key("previews")
            writer.beginArray()
            for preview in message.previews { writeText(preview) }
            writer.endArray()
        }
        if !message.reactions.isEmpty {
            writer.key("reactions")
            writer.beginArray()
            for reaction in message.reactions {
                writer.beginObject()
                writer.key("name")
                writer.value(reaction.name)
                writer.key("count")
                writer.value(reaction.count)
                writer.endObject()
            }
            writer.endArray()
        }
        if !message.files.isEmpty {
            writer.key("files")
            writer.beginArray()
            for file in message.files {
                writer.beginObject()
                writer.key("id")
                writer.value(file.id)
                writer.key("name")
                writer.value(file.name)
                writer.key("mimetype")
                writer.value(file.mimetype)
                writer.key("mode")
                writer.value(file.mode)
                writer.endObject()
            }
            writer.endArray()
        }
    }

    private mutating func writeText(_ markup: String) {
        guard SlackText.hasMarkup(markup) else { return writer.value(markup) }
        var text = [UInt8(ascii: "\"")]
        for piece in SlackText.pieces(of: markup) {
            switch piece {
            case .text(let bytes): text += JSONWriter.escaped(utf8: bytes)
            case .user(let id, let label): text += hole(.user(id: id, otherwise: label ?? id))
            case .channel(let id, let label): text += hole(.channel(id: id, otherwise: label ?? id))
            }
        }
        text.append(UInt8(ascii: "\""))
        writer.raw(text)
    }
}
