/// A name under which something is counted or measured, as Prometheus shows it.
///
/// Labels take their values from fixed sets (sources, states, causes), so that the number of series does not grow
/// with the exports. No label holds a company, a person or a file.
package struct MetricFamily: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// Only grows, until the process ends. Its name ends in `_total`.
        case counter
        case gauge
        case histogram
    }

    /// With prefix and unit: `etlwatch_parse_duration_seconds`.
    package let name: String
    package let kind: Kind
    package let labels: [String]
    /// One line.
    package let help: String

    init(_ kind: Kind, _ name: String, _ labels: String..., help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}

extension MetricFamily {
    /// Every family, sorted by name; a label that a program does not know yet is no fault.
    package static let all: [MetricFamily] = (counters + histograms + gauges + process).sorted {
        $0.name < $1.name
    }

    package static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let counters = [
        MetricFamily(
            .counter, "etlwatch_events_total", "kind",
            help: "Events of the drop directories, by what they tell of."),
        MetricFamily(
            .counter, "etlwatch_watch_overflows_total",
            help: "Times that the kernel lost events, after which everything is looked at."),
        MetricFamily(
            .counter, "etlwatch_rescans_total", help: "Times that everything was looked at while running."),
        MetricFamily(
            .counter, "etlwatch_files_read_total", "source", "result",
            help: "Files that were read, by what became of them: read or quarantined."),
        MetricFamily(
            .counter, "etlwatch_read_bytes_total", "source", help: "Size of the files that were read."),
        MetricFamily(
            .counter, "etlwatch_records_lost_total", "source",
            help: "Records of files that were read now which are not in the unified JSON."),
        MetricFamily(
            .counter, "etlwatch_errors_total", "cause", help: "Refreshes and snapshots that failed."),
        MetricFamily(
            .counter, "etlwatch_snapshots_total", "result",
            help: "Snapshots: written in place, beside the database, or failed."),
    ]

    private static let histograms = [
        MetricFamily(
            .histogram, "etlwatch_ingest_duration_seconds",
            help: "Time to compare, read, transform and store one batch of files."),
        MetricFamily(
            .histogram, "etlwatch_snapshot_duration_seconds", help: "Time to write the unified JSON once."),
        MetricFamily(
            .histogram, "etlwatch_refresh_duration_seconds",
            help: "Time from taking a change in hand to the state that shows it, without the snapshot."),
    ]

    private static let gauges = [
        MetricFamily(.gauge, "etlwatch_build_info", "version", help: "1, with the version of the program."),
        MetricFamily(.gauge, "etlwatch_ready", help: "1 once everything present was read, else 0."),
        MetricFamily(
            .gauge, "etlwatch_files", "source", "state",
            help: "Files that are known: read or quarantined by source, ignored without one."),
        MetricFamily(
            .gauge, "etlwatch_items", "section", "state",
            help: "Items of the unified JSON by section: matched, unsure or unmatched."),
        MetricFamily(.gauge, "etlwatch_review_items", help: "Items that wait for a person's decision."),
        MetricFamily(
            .gauge, "etlwatch_records_lost", "source",
            help: "Records of the files present that are not in the unified JSON."),
        MetricFamily(
            .gauge, "etlwatch_pending_changes", help: "1 while the snapshot does not show all that is stored."
        ),
        MetricFamily(
            .gauge, "etlwatch_snapshot_written_timestamp_seconds",
            help: "When the unified JSON was written last, in seconds since 1970."),
        MetricFamily(.gauge, "etlwatch_snapshot_size_bytes", help: "Size of the unified JSON."),
        MetricFamily(
            .gauge, "etlwatch_newest_data_timestamp_seconds", "source",
            help: "The newest message, meeting or change that a source tells of, in seconds since 1970."),
        MetricFamily(
            .gauge, "etlwatch_drops", "state",
            help: "Drop directories: watched, scanned, away or unwatched."),
        MetricFamily(.gauge, "etlwatch_database_size_bytes", help: "Size of the database and its log."),
        MetricFamily(
            .gauge, "etlwatch_disk_free_bytes", "path",
            help: "Space left to the process where the database and the output lie."),
    ]

    /// As the client libraries of Prometheus name them.
    private static let process = [
        MetricFamily(
            .counter, "process_cpu_seconds_total", help: "User and system time that the process took."),
        MetricFamily(.gauge, "process_resident_memory_bytes", help: "Resident memory of the process."),
        MetricFamily(.gauge, "process_open_fds", help: "Open file descriptors of the process."),
        MetricFamily(
            .gauge, "process_start_time_seconds", help: "When the process began, in seconds since 1970."),
    ]
}
