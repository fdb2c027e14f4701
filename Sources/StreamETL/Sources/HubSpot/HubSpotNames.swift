package import ETLModel

/// What the pages of pipelines and owners call the ids in records of the API.
package struct HubSpotNames: Sendable {
    /// Of the contributions that hold names.
    package static let kind = "names"

    package enum Kind: Int, Sendable {
        case pipeline = 1
        case stage = 2
        case owner = 3
        /// What a stage is the end of, by a name of ``HubSpotStage/State``.
        case stageState = 14
        case ownerAddress = 15
    }

    package struct Entry: Hashable, Sendable {
        package var kind: Kind
        package var id: String
        package var name: String

        package func encode(into writer: inout ByteWriter) {
            writer.write(kind.rawValue)
            writer.write(id)
            writer.write(name)
        }

        package init(kind: Kind, id: String, name: String) {
            (self.kind, self.id, self.name) = (kind, id, name)
        }

        package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
            guard let kind = Kind(rawValue: try reader.readInt()) else { throw ByteReader.Corruption() }
            self.init(kind: kind, id: try reader.readString(), name: try reader.readString())
        }
    }

    private var names: [Kind: [String: String]] = [:]

    package init() {}

    /// The names of a scope. Of two files that name an id the later path counts.
    package static func of(_ scope: DropPath, reading parts: any PartReader) throws -> HubSpotNames {
        try parts.remembered(at: scope) {
            var all = HubSpotNames()
            for part in try parts.context(at: scope) {
                var reader = ByteReader(try parts.payload(of: part.id))
                let entries = try reader.readArray { reader throws(ByteReader.Corruption) in
                    try Entry(from: &reader)
                }
                for entry in entries { all.names[entry.kind, default: [:]][entry.id] = entry.name }
            }
            return all
        }
    }

    package subscript(_ kind: Kind, _ id: String?) -> String? { id.flatMap { names[kind]?[$0] } }
}
