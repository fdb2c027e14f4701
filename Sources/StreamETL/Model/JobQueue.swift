import Synchronization

/// Where workers get their jobs from, one after the other.
package protocol JobSource<Job>: Sendable {
    associatedtype Job: Sendable

    /// A job that no worker has taken yet; `nil` when there is none any more.
    func next() throws -> Job?
}

/// The jobs that no worker has taken yet, in order.
package final class JobQueue<Jobs: RandomAccessCollection & Sendable>: JobSource
where Jobs.Element: Sendable {
    private let jobs: Jobs
    private let taken = Atomic<Int>(0)

    package init(_ jobs: Jobs) { self.jobs = jobs }

    package func next() -> Jobs.Element? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < jobs.count ? jobs[jobs.index(jobs.startIndex, offsetBy: index)] : nil
    }
}
