package import ETLFiles
package import ETLModel

/// The data of a large item in two earlier files. Unchanged segments are copied or kept, and not rendered again.
///
/// A page that is added to a long chat then costs only that page:
///
///     previous file   page 1, page 2
///     wanted          page 1, page 2, page 3
///     written         one copy of pages 1 and 2 in the kernel, page 3 rendered
package struct UnchangedData {
    package typealias Segment = AssembledItem.Segment

    /// Items with less in payloads are rendered whole: remembering them would cost more.
    package static let leastByteCount = 32_768

    private let previous: (file: Int32, data: PlacedData)?
    private let spare: PlacedData?

    /// - Parameters:
    ///   - previous: The previous snapshot, which stays as it is, and the data in it.
    ///   - spare: The data in the file that is written over.
    package init(previous: (file: Int32, data: PlacedData)? = nil, spare: PlacedData? = nil) {
        self.previous = previous
        self.spare = spare
    }

    /// Writes `segments` at the end of `file`.
    ///
    /// - Parameter render: Writes a segment that the previous snapshot does not have.
    package func write(
        _ segments: [Segment], to file: inout RewritableFile,
        render: (Segment, inout RewritableFile) throws -> Void
    ) throws {
        var next = 0
        while next < segments.count {
            let run = previous?.data.run(of: segments[next...]) ?? 0..<0
            guard let previous, !run.isEmpty else {
                try render(segments[next], &file)
                next += 1
                continue
            }
            let source = previous.data.bytes(of: run)
            let kept = keptByteCount(of: segments[next...].prefix(run.count), at: file.offset)
            try file.keep(kept)
            try file.copy(
                from: previous.file, offset: source.lowerBound + kept, byteCount: source.count - kept)
            next += run.count
        }
    }

    /// The number of bytes of `segments` that the file to be written over already has at `offset`.
    private func keptByteCount(of segments: ArraySlice<Segment>, at offset: Int) -> Int {
        guard let spare else { return 0 }
        let bytes = spare.bytes(of: spare.run(of: segments))
        return bytes.lowerBound == offset ? bytes.count : 0
    }
}

/// Segments that stand one after the other in a file.
package struct PlacedData {
    private let segments: [PlacedSegment]
    /// By segment, and one more: where it begins, from the start of the file.
    private let offsets: [Int]
    private let places: [PlacedSegment: Int]

    package init(_ segments: [PlacedSegment], at offset: Int) {
        self.segments = segments
        var offsets = [offset]
        var places: [PlacedSegment: Int] = [:]
        for (index, segment) in segments.enumerated() {
            offsets.append(offsets[index] + segment.byteCount)
            switch segment {
            case .payload, .filled: places[segment] = index
            case .byte, .other: break
            }
        }
        self.offsets = offsets
        self.places = places
    }

    /// The longest run of segments here that `wanted` begins with, if it begins with a payload.
    package func run(of wanted: ArraySlice<AssembledItem.Segment>) -> Range<Int> {
        guard let first = wanted.first, let start = places[PlacedSegment(first)] else { return 0..<0 }
        let count = zip(segments[start...], wanted).prefix { $0.tells($1) }.count
        return start..<(start + count)
    }

    /// Where the segments of `run` stand in the file.
    package func bytes(of run: Range<Int>) -> Range<Int> { offsets[run.lowerBound]..<offsets[run.upperBound] }
}

/// A remembered segment: an id or a digest in place of its bytes, unless it is a single byte.
package enum PlacedSegment: Hashable {
    case payload(of: Int64, byteCount: Int)
    /// - Parameter digest: Of what fills the holes.
    case filled(of: Int64, start: Int, byteCount: Int, digest: UInt64)
    case byte(UInt8)
    case other(byteCount: Int)

    package init(_ segment: AssembledItem.Segment) {
        self =
            switch segment {
            case .payload(let part, let byteCount): .payload(of: part, byteCount: byteCount)
            case .filled(let text):
                .filled(
                    of: text.part, start: text.range.lowerBound, byteCount: text.byteCount,
                    digest: text.fillings.digest)
            case .bytes(let bytes): bytes.count == 1 ? .byte(bytes[0]) : .other(byteCount: bytes.count)
            }
    }

    /// Whether `segment` certainly has these bytes.
    package func tells(_ segment: AssembledItem.Segment) -> Bool {
        if case .other = self { return false }
        return self == PlacedSegment(segment)
    }

    package var byteCount: Int {
        switch self {
        case .payload(_, let byteCount), .filled(_, _, let byteCount, _), .other(let byteCount): byteCount
        case .byte: 1
        }
    }
}
