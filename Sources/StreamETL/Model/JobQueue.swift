import Synchronization

/// The jobs that no worker has taken yet, in order.
final class JobQueue<Job: Sendable>: Sendable {
    private let jobs: [Job]
    private let taken = Atomic<Int>(0)

    init(_ jobs: [Job]) { self.jobs = jobs }

    func next() -> Job? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < jobs.count ? jobs[index] : nil
    }
}
