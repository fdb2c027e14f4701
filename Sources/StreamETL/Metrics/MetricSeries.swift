import CoreMetrics
import Synchronization

/// One value of a family: a number, or a histogram.
final class MetricSeries: Sendable {
    /// Upper bounds in seconds: a refresh takes milliseconds, a backfill minutes.
    static let bounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60,
    ]

    struct State: Sendable {
        /// Of a histogram, the sum of what was observed.
        var value = 0.0
        /// Observations up to each bound and above all, each counted once.
        var buckets: [Int]
    }

    private let protected: Mutex<State>

    init(isHistogram: Bool) {
        protected = Mutex(
            State(buckets: isHistogram ? [Int](repeating: 0, count: Self.bounds.count + 1) : []))
    }

    var state: State { protected.withLock { $0 } }

    func assign(_ value: Double) { protected.withLock { $0.value = value } }

    func add(_ amount: Double) { protected.withLock { $0.value += amount } }

    func observe(_ value: Double) {
        protected.withLock { state in
            state.value += value
            guard !state.buckets.isEmpty else { return }
            state.buckets[Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count] += 1
        }
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func reset() { assign(0) }
}

extension MetricSeries: MeterHandler, RecorderHandler, TimerHandler {
    func set(_ value: Int64) { assign(Double(value)) }
    func set(_ value: Double) { assign(value) }
    func decrement(by amount: Double) { add(-amount) }
    func record(_ value: Int64) { observe(Double(value)) }
    func record(_ value: Double) { observe(value) }
    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
}
