import Foundation
import Synchronization

// The program's main is libFuzzer's, which calls these two.

/// Chooses the target: by the environment, since libFuzzer starts itself again with its own arguments.
@_cdecl("LLVMFuzzerInitialize")
func chooseTarget(
    _ count: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.named(name) else {
        print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
        exit(name.isEmpty ? 0 : 64)
    }
    FuzzTarget.current.withLock { $0 = target }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.current.withLock { $0 }?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
