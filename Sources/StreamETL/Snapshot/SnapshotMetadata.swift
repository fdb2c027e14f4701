public import ETLModel
package import ETLRendering

/// The settings behind the unified JSON that an analyst must know.
public struct SnapshotMetadata: Hashable, Sendable {
    /// A drop directory, without its place on the machine.
    public struct Drop: Hashable, Sendable {
        public var name: String
        /// `nil`: each file's content tells it.
        public var source: Source?

        public init(name: String, source: Source? = nil) {
            self.name = name
            self.source = source
        }
    }

    /// The configured instant; `nil` where the clock counts.
    public var asOf: Int64?
    /// Of times that state no zone.
    public var timeZone = "UTC"
    /// Of sources that have another one.
    public var timeZones: [Source: String] = [:]
    public var internalDomains: [String] = []
    /// By name.
    public var drops: [Drop] = []

    public init() {}

    /// Of the unified JSON: an addition raises the minor number, a removal the major one.
    public static let schemaVersion = "1.1.0"

    package func write(into json: inout JSONWriter) {
        json.key("schema_version")
        json.value(Self.schemaVersion)
        json.key("as_of")
        json.value(moment: asOf)
        json.key("timezone")
        json.value(timeZone)
        json.key("timezones")
        json.beginObject()
        for (source, zone) in timeZones.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            json.key(named: source.rawValue)
            json.value(zone)
        }
        json.endObject()
        json.key("internal_domains")
        json.value(internalDomains)
        json.key("drops")
        json.beginArray()
        for drop in drops {
            json.beginObject()
            json.key("name")
            json.value(drop.name)
            json.key("source")
            json.value(drop.source?.rawValue)
            json.endObject()
        }
        json.endArray()
    }
}
