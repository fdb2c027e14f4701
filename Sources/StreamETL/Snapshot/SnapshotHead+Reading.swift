import ETLModel
import Glibc

extension SnapshotHead {
    /// `metadata.generated_at` of the snapshot at `path`; 0 where there is none.
    package static func generatedAt(of path: String) -> Int64 {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        let lead = Array(#"{"metadata":{"generated_at":""#.utf8)
        var bytes = [UInt8](repeating: 0, count: lead.count + 20)
        guard read(file, &bytes, bytes.count) == bytes.count, bytes.starts(with: lead) else { return 0 }
        return seconds(of: bytes[lead.count...])
    }

    /// The inverse of ``UTCTime/text(_:)``; 0 for any other text.
    private static func seconds(of text: ArraySlice<UInt8>) -> Int64 {
        let numbers = text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 6 else { return 0 }
        let time = UTCTime.seconds(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5])
        return UTCTime.text(time).utf8.elementsEqual(text) ? time : 0
    }
}
