public import ETLModel
public import ETLStore
import ETLTelemetry

extension Store {
    /// Finds the link of each unit whose contributions changed.
    public func linkUnits(
        assemblers: [Source: any Assembler], on workers: StoreWorkers
    ) async throws {
        while case let units = try dirtyUnits(), !units.isEmpty {
            try await compute(units, on: workers) { reader, unit in
                try UnitLinking(of: unit, reading: reader, assemblers: assemblers)
            } recording: { writer, linkings in
                for linking in linkings { try writer.move(linking.unit, toLink: linking.link) }
            }
            if units.count == Self.dirtyRoundCount { FreedMemory.release() }
        }
    }

    /// Assembles the links whose units changed, or whose validity `asOf` has left.
    ///
    /// Items whose content did not change keep their decision and do not make their company dirty.
    ///
    /// - Parameters:
    ///   - source: The one whose links are assembled; `nil`: every source.
    ///   - decider: Whose new and changed items are; `nil` leaves them undecided.
    /// - Returns: Whether CRM companies or contacts changed, so that what is known of them must be read
    ///   again.
    @discardableResult
    public func assemble(
        _ source: Source? = nil, asOf: Int64, assemblers: [Source: any Assembler], on workers: StoreWorkers,
        deciding decider: (any ItemDecider)? = nil
    ) async throws -> Bool {
        var changesCRM = false
        while case let links = try dirtyLinks(of: source), !links.isEmpty {
            try await compute(links, on: workers) { reader, link in
                try LinkAssembly(
                    of: link, asOf: asOf, reading: reader, assemblers: assemblers, deciding: decider)
            } recording: { writer, assemblies in
                for assembly in assemblies {
                    try writer.apply(assembly.change, to: assembly.link)
                    if assembly.changesCRM { changesCRM = true }
                }
            }
            if links.count == Self.dirtyRoundCount { FreedMemory.release() }
        }
        return changesCRM
    }
}
