import Testing

@testable import StreamETL

@Suite struct `A list of very many paths` {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `holds each once and in order, in whatever order they come`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let names = ["a", "a!", "a/b", "a/b/c", "a.b", "", "é", "a/b!"]
        var list = DropPathList()
        var expected: Set<DropPath> = []
        for _ in 0..<60 {
            let directory = names.randomElement(using: &random) ?? ""
            let path = RelativePath(directory).appending("\(Int.random(in: 0..<6, using: &random))")
            let entry = DropPath(drop: Int.random(in: 0..<2, using: &random), path: path)
            list.append(entry)
            expected.insert(entry)
        }
        list.sortUniquely()
        #expect(Array(list) == expected.sorted())
    }
}
