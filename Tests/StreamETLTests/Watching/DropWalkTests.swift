import Testing

@testable import ETLFiles
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLWatching

@Suite struct `A walk, one directory at a time` {
    let scratch: ScratchDirectory
    let scanner: DropScanner

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.make("drop")
        let roots = DropRoots([DropRoot(index: 0, path: scratch.path + "/drop")])
        scanner = DropScanner(roots: roots, filter: DropFilter())
    }

    @Test func `goes into directories in the order of their names`() throws {
        for path in ["b/x/1", "b/y/2", "a/3", "c/4", "b.d/5", "b/6"] {
            try scratch.write("x", to: "drop/" + path)
        }
        var entered: [String] = []
        _ = try scanner.scan(
            DropPath(drop: 0, path: .root), enter: { path, _, _ in entered.append(path.path.escaped) },
            visit: { _, _ in })
        #expect(entered == ["", "a", "b", "b/x", "b/y", "b.d", "c"])
    }

    @Test func `tells how much of it is done, and never less than before`() throws {
        for path in ["a/1/x", "a/2/x", "b/x", "c/1/x", "c/2/x", "c/3/x"] {
            try scratch.write("x", to: "drop/" + path)
        }
        var walk = try DropWalk(scanner, from: DropPath(drop: 0, path: .root)) { _, _ in }
        var shares = [walk.share]
        while try walk.listNext(visit: { _, _ in }) { shares.append(walk.share) }
        #expect(shares == shares.sorted())
        #expect(shares.first == 0)
        #expect(walk.share == 1)
        #expect(shares.dropLast().allSatisfy { $0 < 1 })
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `keeps a directory's names in little memory and gives them sorted`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var list = NameList()
        var expected: [[UInt8]] = []
        for _ in 0..<Int.random(in: 0..<40, using: &random) {
            let letters: [UInt8] = [0x01, 0x21, 0x61, 0x62, 0xFF]
            let length = Int.random(in: 1..<5, using: &random)
            let name = (0..<length).map { _ in letters[Int.random(in: 0..<5, using: &random)] }
            list.append(name)
            expected.append(name)
        }
        list.sort()
        var taken: [[UInt8]] = []
        while let name = list.takeFirst() { taken.append(Array(name)) }
        #expect(taken == expected.sorted { $0.lexicographicallyPrecedes($1) })
    }
}
