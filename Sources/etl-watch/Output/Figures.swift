import Foundation

/// Numbers as people read them.
enum Figures {
    /// `1 file`, `12 files`.
    static func count(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    static func megabytes(_ bytes: Int) -> String { String(format: "%.1f", Double(bytes) / 1_000_000) }

    static func seconds(_ duration: Duration) -> String { String(format: "%.2f s", duration / .seconds(1)) }

    static func plainSeconds(_ duration: Duration) -> String {
        String(format: "%.2f", duration / .seconds(1))
    }

    static func rate(_ amount: Double, over duration: Duration) -> String {
        String(format: "%.0f", amount / max(duration / .seconds(1), 0.000_001))
    }

    /// Nothing for what has none, such as meetings and CRM records.
    static func messages(_ count: Int) -> String { count == 0 ? "" : "\(count)" }
}
