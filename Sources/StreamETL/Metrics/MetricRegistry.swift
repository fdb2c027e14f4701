package import CoreMetrics
import Synchronization

/// Holds what a process counts and measures, and writes it as text: a backend of swift-metrics for the families of
/// ``MetricFamily``. Safe from any thread.
///
/// A series that was asked for once is shown from then on, a counter with 0; so a rate is right from its first
/// increment. Names that no family has are counted by nobody.
package final class MetricRegistry: MetricsFactory {
    private struct Key: Hashable {
        var family: String
        /// In the order of ``MetricFamily/labels``.
        var values: [String]
    }

    private let series = Mutex<[Key: MetricSeries]>([:])
    /// Fills gauges that are read from elsewhere when somebody looks at them.
    private let collectors = Mutex<[@Sendable (MetricRegistry) -> Void]>([])

    package init() {}

    /// Calls `body` before each ``text(as:)``.
    package func collect(by body: @escaping @Sendable (MetricRegistry) -> Void) {
        collectors.withLock { $0.append(body) }
    }

    /// Sets a gauge, or a counter that something else counts.
    package func set(_ name: String, _ values: String..., to value: Double) {
        find(name, values)?.assign(value)
    }

    /// Takes all series of a family out, of which some may not be there any more.
    package func clear(_ name: String) {
        series.withLock { series in series = series.filter { $0.key.family != name } }
    }

    /// Everything, family by family and sorted, after asking the collectors.
    package func text(as format: MetricText.Format) -> String {
        for collect in collectors.withLock({ $0 }) { collect(self) }
        let present = series.withLock { series in
            Dictionary(grouping: series, by: \.key.family).mapValues { series in
                series.map { ($0.key.values, $0.value) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
            }
        }
        var text = MetricText(format)
        for family in MetricFamily.all {
            guard let series = present[family.name] else { continue }
            text.begin(family)
            for (values, value) in series { text.write(family, values, value.state) }
        }
        return text.end()
    }

    private func find(_ name: String, _ values: [String]) -> MetricSeries? {
        guard let family = MetricFamily.byName[name], family.labels.count == values.count else { return nil }
        return series.withLock { series in
            let key = Key(family: name, values: values)
            if let known = series[key] { return known }
            let new = MetricSeries(isHistogram: family.kind == .histogram)
            series[key] = new
            return new
        }
    }

    private func find(_ name: String, _ dimensions: [(String, String)]) -> MetricSeries {
        let labels = MetricFamily.byName[name]?.labels ?? []
        let values = labels.map { label in dimensions.first { $0.0 == label }?.1 ?? "" }
        return find(name, values) ?? MetricSeries(isHistogram: false)
    }

    // MARK: swift-metrics

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        find(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        find(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions)
    }

    // Series stay until the process ends: what was counted is not forgotten with its handle.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
