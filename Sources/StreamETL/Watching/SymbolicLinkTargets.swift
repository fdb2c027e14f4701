package import ETLModel

/// The names in watched directories that the targets of symbolic links depend on. A change of such a name concerns
/// the links too:
///
///     drop/today -> data/current, drop/data/current -> data/2024-05
///     `today` depends on the names `data`, `current` and `2024-05` in their directories
package struct SymbolicLinkTargets {
    /// A name in a watched directory.
    package struct Step: Hashable {
        package let watch: CInt
        package let name: [UInt8]

        package init(watch: CInt, name: [UInt8]) {
            self.watch = watch
            self.name = name
        }
    }

    private var links: [Step: Set<DropPath>] = [:]
    /// The steps of each symbolic link, and the last walk over its whole drop directory that met it.
    private var known: [DropPath: (steps: Set<Step>, walk: Int)] = [:]
    /// How many steps of symbolic links are in a watched directory.
    private var uses: [CInt: Int] = [:]

    /// The links that lead over a name in a watched directory.
    package func links(over name: [UInt8], in watch: CInt) -> Set<DropPath> {
        links[Step(watch: watch, name: name)] ?? []
    }

    /// The links that lead over anything in a watched directory.
    package func links(through watch: CInt) -> Set<DropPath> {
        Set(known.lazy.filter { $0.value.steps.contains { $0.watch == watch } }.map(\.key))
    }

    /// The links that are not in a drop directory.
    package func links(outside drop: Int) -> [DropPath] { known.keys.filter { $0.drop != drop } }

    /// - Returns: Watches that a symbolic link does not need any more, and no other does.
    package mutating func set(_ steps: Set<Step>, of link: DropPath, walk: Int) -> Set<CInt> {
        let old = known[link]?.steps ?? []
        known[link] = (steps, walk)
        for step in steps.subtracting(old) {
            links[step, default: []].insert(link)
            uses[step.watch, default: 0] += 1
        }
        return release(old.subtracting(steps), of: link)
    }

    /// - Returns: Watches that no symbolic link needs any more.
    package mutating func forget(_ link: DropPath) -> Set<CInt> {
        guard let steps = known.removeValue(forKey: link)?.steps else { return [] }
        return release(steps, of: link)
    }

    /// Forgets the symbolic links at or below a path.
    package mutating func forget(below path: DropPath) -> Set<CInt> {
        forget { link, _ in link.drop == path.drop && link.path.isWithin(path.path) }
    }

    /// Forgets the symbolic links of a drop directory that a walk did not meet.
    mutating func forgetUnmet(in drop: Int, walk: Int) -> Set<CInt> {
        forget { $0.drop == drop && $1 != walk }
    }

    private mutating func forget(where isObsolete: (DropPath, Int) -> Bool) -> Set<CInt> {
        var released: Set<CInt> = []
        for (link, state) in known where isObsolete(link, state.walk) { released.formUnion(forget(link)) }
        return released
    }

    private mutating func release(_ steps: Set<Step>, of link: DropPath) -> Set<CInt> {
        var released: Set<CInt> = []
        for step in steps {
            links[step]?.remove(link)
            if links[step]?.isEmpty ?? true { links[step] = nil }
            uses[step.watch, default: 0] -= 1
            if uses[step.watch] == 0 {
                uses[step.watch] = nil
                released.insert(step.watch)
            }
        }
        return released
    }
}
