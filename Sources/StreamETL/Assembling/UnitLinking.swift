import ETLModel
import ETLStore

/// The link that a unit belongs to now.
struct UnitLinking: StoreOutcome {
    let unit: DirtyUnit
    /// `nil` for a unit that has no contributions any more.
    let link: String?

    var byteCount: Int { 256 }

    init(of unit: DirtyUnit, reading reader: AssemblyReader, assemblers: [Source: any Assembler]) throws {
        self.unit = unit
        let whole = try reader.unit(unit)
        if !whole.parts.isEmpty, let assembler = assemblers[unit.source] {
            link = try assembler.link(of: whole, reading: reader.parts(of: unit.source))
        } else {
            link = nil
        }
    }
}
