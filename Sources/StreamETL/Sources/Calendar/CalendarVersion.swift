import ETLModel

/// What one file states of an event or of one of its occurrences, and how it stands to other statements.
struct CalendarVersion {
    let event: CalendarEvent
    let path: DropPath
    let byteCount: Int

    init(of part: Part, reading parts: any PartReader) throws {
        byteCount = part.payloadByteCount
        event = try CalendarEvent(encoded: try parts.payload(of: part.id))
        path = part.path
    }

    /// Whether only what is gone is known, not its place in the order of changes.
    private var isDeletion: Bool { event.sequence == nil }

    var isGone: Bool { isDeletion || event.status == .cancelled || !event.isMeeting }

    /// The version that counts, of versions in the order of their paths.
    static func current(_ versions: [CalendarVersion]) -> CalendarVersion? {
        let statement = versions.filter { !$0.isDeletion }.reduce(nil as CalendarVersion?) { best, next in
            guard let best else { return next }
            return next.isOlder(than: best) ? best : next
        }
        // A deletion has no number: when it was is all that tells whether the event came back later.
        let deletion = versions.filter(\.isDeletion).max { $0.deleted < $1.deleted }
        guard let statement, let deletion else { return statement ?? deletion }
        return deletion.deleted >= statement.event.updated ?? .min ? deletion : statement
    }

    private var deleted: Int64 { event.updated ?? .max }

    private func isOlder(than other: CalendarVersion) -> Bool {
        let sequences = (event.sequence ?? 0, other.event.sequence ?? 0)
        if sequences.0 != sequences.1 { return sequences.0 < sequences.1 }
        return event.updated ?? .min < other.event.updated ?? .min
    }
}
