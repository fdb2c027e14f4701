/// Content that can be read from any offset, so that an archive's directory is found at its end.
package protocol PositionedContent: FileContent {
    /// At most `count` bytes from `start` on; fewer only at the end.
    func read(at start: Int, atMost count: Int) throws -> [UInt8]
}
