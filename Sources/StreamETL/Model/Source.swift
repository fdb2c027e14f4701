/// A system whose exports are read.
///
/// The raw value is the source's key in the configuration (`--drop telegram=DIR`), in the store and
/// in the unified JSON. A struct, so that a program using the library can add a source of its own.
public struct Source: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let slack = Source(rawValue: "slack")
    public static let telegram = Source(rawValue: "telegram")
    public static let calendar = Source(rawValue: "calendar")
    public static let hubspot = Source(rawValue: "hubspot")

    /// Of files that could not be looked into, in a drop directory for any source.
    package static let unknown = Source(rawValue: "unknown")

    public static func < (lhs: Source, rhs: Source) -> Bool { lhs.rawValue < rhs.rawValue }
}
