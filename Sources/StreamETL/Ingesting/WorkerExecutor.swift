import Dispatch

/// Threads of their own for work that reads files, so that the cooperative pool never waits for a disk.
///
/// At most `workers` jobs run at once as long as at most so many tasks prefer it.
package final class WorkerExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "etl-watch.workers", attributes: .concurrent)

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
