import Foundation
import Testing

/// Hands the corpora to the targets without libFuzzer, so that every run of the tests does.
///
/// A finding ends the process, and the last line says what it is and of which target.
@Suite struct `What fuzzing found worth keeping` {
    private static let damagedCount = 15

    /// Guarantee: a-damaged-file-costs-only-itself/sanitizers-and-fuzzing
    /// Promise: Parsers are run on damaged bytes under AddressSanitizer, and the parts that share state under
    ///   ThreadSanitizer. Partly: whole runs of all tests under both have not ended, as
    ///   [testing.md](testing.md#sanitizers) says.
    /// How: `scripts/sanitize` and `scripts/fuzz`. CI runs the fuzz targets for 8 s each and on a corpus, and
    ///   ThreadSanitizer on the tests of the parts that share state.
    @Test(arguments: FuzzTarget.all.map(\.name))
    func `is read without a finding, as it is and damaged`(target name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let corpus = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../corpus/\(name)")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path).sorted()
        #expect(!files.isEmpty)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            target.run(bytes)
            var damage = Damage(seed: UInt64(bytes.count))
            for _ in 0..<Self.damagedCount { target.run(damage.damaged(bytes)) }
        }
    }

    /// The same for the same seed, wherever it runs.
    private struct Damage {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
            var copy = bytes
            for _ in 0...next(3) {
                guard !copy.isEmpty else { break }
                let place = next(copy.count)
                switch next(4) {
                case 0: copy[place] = UInt8(next(256))
                case 1: copy.insert(UInt8(next(256)), at: place)
                case 2: copy.removeSubrange(place..<min(copy.count, place + 1 + next(20)))
                default: copy.insert(contentsOf: copy[..<place].suffix(40), at: place)
                }
            }
            return copy
        }

        private mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }
}
