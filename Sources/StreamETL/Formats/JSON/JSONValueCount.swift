/// An estimate of the number of values in a JSON text, without parsing it.
enum JSONValueCount {
    /// An upper bound, also for malformed JSON: each value but the first stands behind one of `[{,:`.
    static func most(in text: [UInt8]) -> Int {
        text.withUnsafeBufferPointer { text in
            var count = 1
            var isInString = false
            var index = 0
            while index < text.count {
                switch text[index] {
                case UInt8(ascii: "\""): isInString.toggle()
                case UInt8(ascii: "\\"): if isInString { index += 1 }
                case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"):
                    if !isInString { count += 1 }
                default: break
                }
                index += 1
            }
            return count
        }
    }
}
