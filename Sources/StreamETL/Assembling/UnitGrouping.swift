import ETLModel
import ETLStore

/// The group that a unit belongs to now.
struct UnitGrouping: StoreOutcome {
    let unit: DirtyUnit
    /// `nil` for a unit that has no contributions any more.
    let group: String?

    var byteCount: Int { 256 }

    init(of unit: DirtyUnit, reading reader: AssemblyReader, assemblers: [Source: any Assembler]) throws {
        self.unit = unit
        let whole = try reader.unit(unit)
        if !whole.parts.isEmpty, let assembler = assemblers[unit.source] {
            group = try assembler.group(of: whole, reading: reader.parts(of: unit.source))
        } else {
            group = nil
        }
    }
}
