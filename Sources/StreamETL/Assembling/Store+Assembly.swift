public import ETLModel
public import ETLStore
import ETLTelemetry

extension Store {
    /// Finds the group of each unit whose contributions changed.
    public func groupUnits(
        assemblers: [Source: any Assembler], on workers: WorkerOptions
    ) async throws {
        while case let units = try dirtyUnits(), !units.isEmpty {
            try await compute(units, on: workers) { reader, unit in
                try UnitGrouping(of: unit, reading: reader, assemblers: assemblers)
            } recording: { writer, groupings in
                for grouping in groupings { try writer.move(grouping.unit, toGroup: grouping.group) }
            }
            if units.count == Self.dirtyRoundCount { FreedMemory.release() }
        }
    }

    /// Assembles the groups whose units changed, or whose validity `asOf` has left.
    ///
    /// Items whose content did not change keep their decision and do not make their company dirty.
    ///
    /// - Parameters:
    ///   - source: Only this source's groups are assembled; `nil`: every source's.
    ///   - decider: Finds the companies of new and changed items; `nil` leaves them undecided.
    /// - Returns: Whether CRM companies or contacts changed. Then the evidence that they lend must be read again.
    @discardableResult
    public func assemble(
        _ source: Source? = nil, asOf: Int64, assemblers: [Source: any Assembler], on workers: WorkerOptions,
        deciding decider: (any ItemDecider)? = nil
    ) async throws -> Bool {
        var changesCRM = false
        while case let groups = try dirtyGroups(of: source), !groups.isEmpty {
            try await compute(groups, on: workers) { reader, group in
                try GroupAssembly(
                    of: group, asOf: asOf, reading: reader, assemblers: assemblers, deciding: decider)
            } recording: { writer, assemblies in
                for assembly in assemblies {
                    try writer.apply(assembly.change, to: assembly.group)
                    if assembly.changesCRM { changesCRM = true }
                }
            }
            if groups.count == Self.dirtyRoundCount { FreedMemory.release() }
        }
        return changesCRM
    }
}
