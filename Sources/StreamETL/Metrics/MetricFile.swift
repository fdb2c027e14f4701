package import ETLFiles
import ETLModel
import Glibc
package import Logging

/// Metrics as a file, for a process without network: node_exporter's textfile collector reads `*.prom` of a
/// directory. The file is replaced whole, so that nobody reads half of it.
package struct MetricFile: Sendable {
    /// Between two writings; Prometheus asks about as often.
    private static let interval = Duration.seconds(15)

    private let path: String

    /// - Parameter path: Absolute; its name should end in `.prom`.
    package init(path: String) { self.path = path }

    /// Others may read it, as the collector does under a user of its own.
    package func write(_ registry: MetricRegistry) throws(FileWriteError) {
        let file = try AtomicFile(replacing: path, as: "\(path).\(getpid()).tmp")
        try file.write(registry.text(as: .prometheus).utf8)
        _ = fchmod(file.descriptor, 0o644)
        try file.publish()
    }

    /// Writes it every 15 seconds until the task is cancelled. A failure is told once, until writing works again.
    package func keepWriting(_ registry: MetricRegistry, _ logger: Logger) async {
        var fails = false
        while !Task.isCancelled {
            do {
                try write(registry)
                fails = false
            } catch {
                if !fails {
                    logger.warning(
                        """
                        Metrics cannot be written: \(ErrorNumber.text(error.errno)). Let the process write to the \
                        directory of metrics_file; it goes on trying
                        """, metadata: ["file": "\(path)"])
                }
                fails = true
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
