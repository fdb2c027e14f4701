import Synchronization

/// The jobs that no worker has taken yet, in order.
final class JobQueue<Jobs: RandomAccessCollection & Sendable>: Sendable where Jobs.Element: Sendable {
    private let jobs: Jobs
    private let taken = Atomic<Int>(0)

    init(_ jobs: Jobs) { self.jobs = jobs }

    func next() -> Jobs.Element? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < jobs.count ? jobs[jobs.index(jobs.startIndex, offsetBy: index)] : nil
    }
}
