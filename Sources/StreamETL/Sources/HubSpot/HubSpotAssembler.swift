public import ETLModel
import ETLRendering

/// Makes deals, companies and contacts of what all exports state of them.
///
/// A record is known by its object type and record id. The newest export that holds it states all of
/// it: what an older export shows beyond that is not mixed in, since nobody can tell a column that the
/// newer view left out from a value that was cleared. Only what a record is associated with is kept where the
/// newest export says nothing of it. A record whose newest version is archived is gone.
public struct HubSpotAssembler: Assembler {
    static let deals = ItemSection(key: "hubspot_deals", totalKey: "total_hubspot_deals")
    package static let companies = ItemSection(key: "hubspot_companies", totalKey: "total_hubspot_companies")
    package static let contacts = ItemSection(key: "hubspot_contacts", totalKey: "total_hubspot_contacts")

    public init() {}

    public var source: Source { .hubspot }
    public var identity: String { "hubspot-assembler/5" }
    public var sections: [ItemSection] { [Self.deals, Self.companies, Self.contacts] }

    public func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        // Records of several drops are one, and names hold for all of them: all lie in one scope.
        let isName = contribution.kind == HubSpotNames.kind
        return Placement(
            scope: DropPath(drop: 0, path: .root),
            unit: isName ? nil : contribution.kind + ":" + contribution.unit)
    }

    public func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String { unit.key }

    public func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        var versions: [HubSpotVersions.Entry] = []
        var files: Set<RelativePath> = []
        for part in units.flatMap(\.parts) {
            let record = try HubSpotRecord(kind: part.kind, id: part.unit, heading: part.heading)
            versions.append((HubSpotVersion(of: record, at: part.path), record, part))
            files.insert(part.path.path)
        }
        guard let newest = HubSpotVersions(versions).newest, !newest.record.isArchived else {
            return Assembly(items: [])
        }
        let names = try HubSpotNames.of(DropPath(drop: 0, path: .root), reading: parts)
        let shown = HubSpotItem(record: newest.record, names: names)
        var item = shown.item(asOf: asOf)
        item.data = Self.data(of: newest.part, files: files.sorted())
        let moments = shown.moments
        return Assembly(
            items: [item], validFrom: moments.filter { $0 <= asOf }.max() ?? .min,
            validUntil: moments.filter { $0 > asOf }.min() ?? .max)
    }

    /// `{"source_files":[…],"properties":{…}}`; the properties are the part's payload as it is.
    private static func data(of part: Part, files: [RelativePath]) -> [AssembledItem.Segment] {
        var json = JSONWriter(reserving: 128)
        json.beginObject()
        json.key("source_files")
        json.value(files.map(\.escaped))
        json.key("properties")
        return [
            .bytes(json.take()), .payload(of: part.id, byteCount: part.payloadByteCount),
            .bytes(Array("}".utf8)),
        ]
    }
}
