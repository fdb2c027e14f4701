/// Numbers of things as people write them.
package enum Count {
    /// `1 file`, `12 files`.
    package static func of(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }
}
