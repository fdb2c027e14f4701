import ETLFiles
import ETLModel
package import ETLStore

/// Gauges of what is stored and shown, read anew each time somebody looks at the metrics. Reading takes no lock that
/// a refresh waits for.
package struct StateGauges: Sendable {
    private let store: Store
    private let outputPath: String

    package init(of store: Store, outputPath: String) {
        self.store = store
        self.outputPath = outputPath
    }

    /// What cannot be read now keeps its last value.
    package func fill(_ registry: MetricRegistry) {
        registry.set("etlwatch_build_info", ETLVersion.text, to: 1)
        ProcessGauges.fill(registry)
        fillFiles(registry)
        try? store.readState { reader in
            let inventory = try reader.inventory()
            fill(registry, inventory)
            registry.clear("etlwatch_newest_data_timestamp_seconds")
            for (source, time) in try reader.newestActivity() {
                registry.set("etlwatch_newest_data_timestamp_seconds", source.rawValue, to: Double(time))
            }
            registry.set("etlwatch_pending_changes", to: try reader.hasPendingChanges() ? 1 : 0)
        }
    }

    private func fill(_ registry: MetricRegistry, _ inventory: StoreInventory) {
        for family in ["etlwatch_files", "etlwatch_items", "etlwatch_records_lost"] { registry.clear(family) }
        for files in inventory.files {
            registry.set(
                "etlwatch_files", files.source.rawValue, files.isQuarantined ? "quarantined" : "read",
                to: Double(files.count))
        }
        registry.set("etlwatch_files", "", "ignored", to: Double(inventory.ignoredFiles))
        for items in inventory.items {
            for (state, count) in [
                ("matched", items.matched), ("unsure", items.unsure),
                ("unmatched", items.count - items.matched - items.unsure),
            ] { registry.set("etlwatch_items", items.section, state, to: Double(count)) }
        }
        registry.set("etlwatch_review_items", to: Double(inventory.items.reduce(0) { $0 + $1.unsure }))
        for (source, faults) in inventory.recordFaults {
            registry.set("etlwatch_records_lost", source.rawValue, to: Double(faults.lost))
        }
    }

    private func fillFiles(_ registry: MetricRegistry) {
        if let output = try? FileStatus.following(Array(outputPath.utf8)) {
            registry.set(
                "etlwatch_snapshot_written_timestamp_seconds",
                to: Double(output.fingerprint.modified) / 1e9)
            registry.set("etlwatch_snapshot_size_bytes", to: Double(output.byteCount))
        }
        let sizes = ["", "-wal"].compactMap {
            try? FileStatus.following(Array((store.path + $0).utf8)).byteCount
        }
        registry.set("etlwatch_database_size_bytes", to: Double(sizes.reduce(0, +)))
        for (label, path) in [("database", store.path), ("output", outputPath)] {
            guard let free = FreeSpace.bytes(at: OutputPath.directory(of: path)) else { continue }
            registry.set("etlwatch_disk_free_bytes", label, to: Double(free))
        }
    }
}
