/// The text that Prometheus reads.
package struct MetricText {
    package enum Format: Sendable {
        /// The text format 0.0.4, which every Prometheus and node_exporter's textfile collector read.
        case prometheus
        /// OpenMetrics 1.0. A counter's family has no `_total` there, and the text ends with `# EOF`.
        case openMetrics

        /// The value of `Content-Type`.
        package var contentType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    private let format: Format
    private var text = ""

    init(_ format: Format) { self.format = format }

    mutating func begin(_ family: MetricFamily) {
        var name = family.name
        if format == .openMetrics, family.kind == .counter { name.removeLast("_total".count) }
        text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n"
    }

    mutating func write(_ family: MetricFamily, _ values: [String], _ state: MetricSeries.State) {
        let labels = zip(family.labels, values).map { "\($0)=\"\(Self.escaped($1))\"" }
        guard family.kind == .histogram else {
            return line(family.name, labels, Self.text(of: state.value))
        }
        var count = 0
        for (bound, bucket) in zip(MetricSeries.bounds.map(Self.text) + ["+Inf"], state.buckets) {
            count += bucket
            line(family.name + "_bucket", labels + ["le=\"\(bound)\""], "\(count)")
        }
        line(family.name + "_sum", labels, Self.text(of: state.value))
        line(family.name + "_count", labels, "\(count)")
    }

    mutating func end() -> String {
        if format == .openMetrics { text += "# EOF\n" }
        return text
    }

    private mutating func line(_ name: String, _ labels: [String], _ value: String) {
        text += name + (labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}") + " \(value)\n"
    }

    private static func text(of value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
