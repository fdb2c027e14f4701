import ETLFormats
package import ETLModel

/// Reads what the API calls pipelines, their stages and owners: `/crm/v3/pipelines/deals` and
/// `/crm/v3/owners`. Deals of the API name them by id.
package struct HubSpotNamesTransformer: Transformer {
    package let limits: InputLimits
    package var pieceByteCount = JSONListReader.pieceByteCount

    package init(limits: InputLimits, pieceByteCount: Int = JSONListReader.pieceByteCount) {
        self.limits = limits
        self.pieceByteCount = pieceByteCount
    }

    package var source: Source { .hubspot }

    package var identity: String { "hubspot-names/3" }

    package func claims(_ probe: FileProbe) -> Bool {
        guard probe.path.nameText.lowercased().hasSuffix(".json") else { return false }
        let head = JSONHead(probe.head)
        guard head.names("id"), !head.names("properties"), !head.names("from") else { return false }
        let isList = head.opens == UInt8(ascii: "[")
        guard isList || (head.opens == UInt8(ascii: "{") && head.names("results")) else { return false }
        if head.names("stages"), head.names("label") { return !isList || head.names("metadata") }
        // Names are optional; other tools list people with addresses as well.
        guard head.names("email") else { return false }
        if isList { return head.names("userId") && head.names("archived") }
        return (head.names("firstName") && head.names("lastName"))
            || (head.names("userId") && head.names("archived"))
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        try file.content.checkDocument(limits)
        var names: [HubSpotNames.Entry] = []
        var faults = FaultTally()
        var list = JSONListReader(file: file, limits: limits, rule: "hubspot.json", member: "results")
        list.takesSeveral = true
        list.pieceByteCount = pieceByteCount
        try await list.forEachPart { part in
            let results: JSONElements
            if let found = part.object.member("results"), found.isArray {
                results = part.records ?? found.eachElement
            } else if part.object.member("id") != nil {
                results = JSONElements(only: part.object)
            } else {
                throw TransformError(file: file.path, cause: .malformed("hubspot.page"))
            }
            for result in results {
                if !add(result, to: &names) { faults.add(TransformWarning(.missing("id"))) }
            }
        }
        var payload = ByteWriter(reserving: 4_096)
        payload.write(names) { writer, entry in entry.encode(into: &writer) }
        try await emit(
            Contribution(
                kind: HubSpotNames.kind, heading: [], payload: payload.bytes, warnings: faults.take()))
    }

    private func add(_ result: JSONValue, to names: inout [HubSpotNames.Entry]) -> Bool {
        guard let id = Self.id(of: result) else { return false }
        if let label = result.member("label")?.string {
            names.append(HubSpotNames.Entry(kind: .pipeline, id: id, name: label))
            for stage in result.member("stages")?.elements ?? [] {
                guard let stageID = Self.id(of: stage), let label = stage.member("label")?.string else {
                    continue
                }
                names.append(HubSpotNames.Entry(kind: .stage, id: stageID, name: label))
                if let state = HubSpotStage.State(metadata: stage.member("metadata")) {
                    names.append(
                        HubSpotNames.Entry(kind: .stageState, id: stageID, name: state.rawValue))
                }
            }
            return true
        }
        let full = [result.member("firstName"), result.member("lastName")]
            .compactMap { $0?.string.map(HubSpotValue.trimmed) }.filter { !$0.isEmpty }.joined(separator: " ")
        // An owner who never entered a name is known by address, as the CRM itself shows them.
        let name = full.isEmpty ? result.member("email")?.string ?? "" : full
        if !name.isEmpty { names.append(HubSpotNames.Entry(kind: .owner, id: id, name: name)) }
        if let address = result.member("email")?.string, !address.isEmpty {
            names.append(HubSpotNames.Entry(kind: .ownerAddress, id: id, name: address))
        }
        return true
    }

    private static func id(of value: JSONValue) -> String? {
        let id = value.member("id")
        return id?.string ?? id?.integer.map { "\($0)" }
    }
}
