import ETLModel

extension SettingKey {
    /// Every setting, in the order of the reference page.
    public static let all: [SettingKey] =
        inputs + outputs + timing + work + zones + organisation + matching + logging + serving + alerts
        + limits

    /// The setting of that name.
    public static func named(_ name: String) -> SettingKey? { byName[name] }

    private static let byName = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    package static let inputs: [SettingKey] = [
        SettingDrops.key,
        .optional(
            "mapping", .path, \.mapping, default: "`company_mapping.csv` in a drop directory",
            flag: "--mapping FILE", "The company mapping, a CSV file."),
        .optional(
            "overrides", .path, \.overrides, default: "`match_overrides.csv` beside the mapping",
            flag: "--overrides FILE", "People's decisions about single items, which win over every rule."),
        .one(
            "retention", .choice("policy"), \.retention, flag: "--retention POLICY",
            "What becomes of the data of a file that vanishes or cannot be read any more: `mirror` takes it out, "
                + "`keep` leaves it."),
        .list(
            "ignored_names", .pattern, \.ignoredNames,
            "Names of files that are no exports, beside the built-in ones: hidden files, files still being "
                + "transferred, and copies of editors and synchronisers, as [sources.md](sources.md) lists them. "
                + "`*` stands for anything, `?` for one byte; `!` before a built-in pattern has such files read."
        ),
        .optional(
            "as_of", .instant, \.asOf, default: "now", flag: "--as-of TIME",
            "The instant that counts as now: meetings are shown up to 90 days after it."),
    ]

    static let outputs: [SettingKey] = [
        .one(
            "db_path", .path, \.database, flag: "--db FILE",
            "The database that holds what was read; it can be deleted and built again."),
        .one("output_file", .path, \.output, flag: "--output FILE", "The unified JSON."),
        .one("output_gzip", .flag, \.writesGzip, "Whether a compressed twin is written beside it, as `.gz`."),
        .one(
            "output_mode", .mode, \.outputMode,
            "Who may read the unified JSON, its compressed twin and directories made for them, as permission bits."
        ),
        .optional(
            "output_group", .name, \.outputGroup, default: "that of new files",
            "The group of the unified JSON and its compressed twin; with `output_mode: 0640`, its members may read them."
        ),
        .one(
            "archive.count", .count(0...1_000_000), \.archiveCount,
            "How many past snapshots are kept; `0` keeps none."),
        .optional(
            "archive.directory", .path, \.archiveDirectory, default: "`archive` beside the output",
            "Where past snapshots are kept; on the file system of the output."),
        .one(
            "archive.interval", .duration, \.archiveInterval,
            "The shortest time between two snapshots that are kept."),
    ]

    static let timing: [SettingKey] = [
        .one(
            "snapshot.min_interval", .duration, \.snapshotInterval,
            "The shortest time between two snapshots; the first change after a quiet time is written at once."
        ),
        .one(
            "settle", .duration, \.settle,
            "How long a file that is still being written must stay unchanged before it is read."),
        .one(
            "rescan_interval", .duration, \.rescanInterval,
            "Time between two scans that find what the kernel did not report; `0` turns them off."),
        .one(
            "poll_interval", .duration(atLeast: .milliseconds(100)), \.pollInterval,
            "Time between two scans of what the kernel does not report on: network and FUSE mounts."),
        .one(
            "shutdown_timeout", .duration(atLeast: .milliseconds(100)), \.shutdownTimeout,
            "How long `run` may take to end when it is asked to; then it ends as it is."),
    ]

    package static let work: [SettingKey] = [
        .one(
            "max_workers", .count(1...256), \.maxWorkers, default: "the number of cores",
            flag: "--max-workers N", "Files that are read at the same time."),
        .one(
            "batch_size", .count(1...100_000), \.batchSize, flag: "--batch-size N",
            "Files whose facts are stored in one transaction."),
        .optional(
            "memory_limit", .size, \.memoryLimit, default: "that of the control group",
            "Memory that the process may use; from half of it on, transactions get smaller."),
        .one(
            "telegram_reader", .choice("reader"), \.telegramReader,
            "Who reads Telegram's message pages: `auto` is a scanner of what Telegram Desktop writes, and libxml2 for "
                + "other pages; `libxml2` reads all of them. Both say the same."),
    ]

    package static let zones: [SettingKey] = [
        .one(
            "timezone", .zone, \.timeZone, flag: "--timezone ZONE",
            "The zone of times that state none; in a file with single sources below it, `timezone.default`."),
        .zone(of: .telegram, "The zone of Telegram exports older than version 3.7.6."),
        .zone(of: .calendar, "The zone of floating times and all-day events in calendars that name none."),
        .zone(of: .hubspot, "The zone of the HubSpot account, for the dates of its CSV exports."),
    ]

    static let organisation: [SettingKey] = [
        .list(
            "internal_domains", .domain, \.internalDomains, flag: "--internal-domain DOMAIN",
            "Domains of one's own organisation, whose people are no evidence of a company."),
        .list("internal_names", .name, \.internalNames, "Other names of one's own organisation."),
        .list(
            "internal_people", .name, \.internalPeople,
            "Names or e-mail addresses of one's own people, who are shown on one's own side."),
        .list(
            "excluded_companies", .name, \.excludedCompanies,
            "Companies of the mapping that nothing is ever matched to."),
        .list(
            "free_mail_domains", .domain, \.freeMailDomains,
            "Domains at which anybody can have an address, beside the built-in ones."),
    ]

    package static let matching: [SettingKey] = [
        .one(
            "matching.match_threshold", .ratio, \.matching.matchThreshold,
            "The confidence from which a match counts."),
        .one(
            "matching.review_threshold", .ratio, \.matching.reviewThreshold,
            "The confidence from which a match that does not count is listed for review."),
        .one(
            "matching.max_companies_per_chat", .count(1...1_000), \.matching.mostCompaniesPerChat,
            "A chat in which more companies take part belongs to none of them by its people."),
        .list(
            "matching.prefixes", .word, \.matching.prefixes,
            "More words that may stand before a company in a channel name, as in `ext-acme`."),
        .list(
            "matching.suffixes", .word, \.matching.suffixes,
            "More words that may stand after a company in a channel name, as in `acme-testnet`."),
        .list(
            "matching.common_words", .word, \.matching.commonWords,
            "More company names that are everyday words and need a second piece of evidence."),
        .list(
            "matching.neutral_words", .word, \.matching.neutralWords,
            "More words that say nothing about whose an item is, such as `weekly`."),
        .list(
            "matching.shared_provider_domains", .domain, \.matching.sharedProviderDomains,
            "More domains of services that write on behalf of others."),
    ]

    static let logging: [SettingKey] = [
        SettingKey(
            name: "log_file", expected: "a path, or none", kind: "path",
            defaultText: "./data/etl_ingestion.log", flag: "--log-file FILE",
            help: "The log file; `none` turns it off.", takesList: false, show: { $0.logFile ?? "none" }
        ) { settings, input throws(Fault) in
            guard !input.text.isEmpty, !input.text.utf8.contains(0) else {
                throw Fault(cause: .invalidValue(expected: "a path, or none"))
            }
            settings.logFile =
                input.text.lowercased() == "none" ? nil : SettingPath.absolute(input.text, in: input.base)
        },
        .one(
            "log_level", .choice("level"), \.logLevel, flag: "--log-level LEVEL",
            "The least important message that is logged."),
        .one("log_file_size", .size, \.logFileBytes, "The size at which the log file is rotated."),
        .one(
            "log_file_count", .count(0...1_000), \.logFileCount, "Older log files that are kept."),
        .optional(
            "metrics_file", .path, \.metricsFile, default: "none",
            "Where `run` writes its metrics every 15 seconds, for the textfile collector of node_exporter: a name that "
                + "ends in `.prom`."),
        .one("quiet", .flag, \.isQuiet, flag: "--quiet", "Nothing but warnings and errors on the terminal."),
    ]

    package static let serving: [SettingKey] = [
        .one(
            "serve.address", .name, \.serving.address,
            "Where `serve` listens: HOST:PORT. Off loopback it needs TLS and a token."),
        .list(
            "serve.hosts", .name, \.serving.hosts,
            "Host names that requests may call it by, beside the address; links name the first one."),
        .optional(
            "serve.tls_certificate", .path, \.serving.tlsCertificate, default: "none",
            "The certificate and those above it, a PEM file."),
        .optional(
            "serve.tls_key", .path, \.serving.tlsKey, default: "none", "The certificate's key, a PEM file."),
        .optional(
            "serve.database", .path, \.serving.database, default: "`serve.db` beside the database",
            "Where tokens, sessions, alerts and the audit lie."),
        .optional(
            "serve.socket", .path, \.serving.socket, default: "`serve.sock` beside the database",
            "The Unix socket of `serve`, which only its owner may open."),
    ]

    package static let limits: [SettingKey] = [
        .one(
            "limits.file_bytes", .size, \.limits.fileBytes,
            "The largest day file, list or table, and the largest file in an archive but for `result.json`."),
        .one(
            "limits.document_bytes", .size, \.limits.documentBytes,
            "The largest file that must be held as a whole: an HTML page, a calendar, an answer of an API, a workbook. "
                + "It may take five times its size in memory, beside the values of JSON."),
        .one(
            "limits.document_values", .count(1_000...1_000_000_000), \.limits.documentValues,
            "The most values of a JSON text that must be held as a whole, each of which takes 16 bytes."),
        .one(
            "limits.streamed_file_bytes", .size, \.limits.streamedFileBytes,
            "The largest file that is read as a stream: `result.json`, also in an archive, and an archive."),
        .one("limits.message_bytes", .size, \.limits.messageBytes, "The largest message, event or record."),
        .one("limits.line_bytes", .size, \.limits.lineBytes, "The longest line or table row."),
        .one(
            "limits.nesting_depth", .count(16...1_000_000), \.limits.nestingDepth,
            "The deepest nesting of elements or values."),
        .one(
            "limits.archive_members", .count(1...100_000_000), \.limits.archiveMembers,
            "The most files in an archive."),
        .one(
            "limits.expansion_ratio", .count(2...1_000_000), \.limits.expansionRatio,
            "The largest ratio of an archive member's size to its compressed size."),
        .one(
            "limits.recurrences", .count(1...1_000_000), \.limits.recurrences,
            "The most occurrences of one recurring event."),
        .one(
            "limits.file_recurrences", .count(1...100_000_000), \.limits.fileRecurrences,
            "The most occurrences of all recurring events of one file."),
        .one("limits.fields", .count(8...1_000_000), \.limits.fields, "The most columns of a table."),
        .one(
            "limits.reactions", .count(1...10_000_000), \.limits.reactions,
            "The most reactions to one message."),
        .one(
            "limits.participants", .count(1...10_000_000), \.limits.participants,
            "The most people in one conversation or meeting."),
    ]

    private static func zone(of source: Source, _ help: String) -> SettingKey {
        let form = Form<ZoneSetting>.zone
        return SettingKey(
            name: "timezone.\(source.rawValue)", expected: form.expected, kind: form.kind,
            defaultText: "as `timezone`", flag: nil, help: help, takesList: false,
            show: { $0.zone(of: source).text }
        ) { settings, input throws(Fault) in
            guard let zone = form.parse(input.text, input.base) else {
                throw Fault(cause: .invalidValue(expected: form.expected))
            }
            settings.timeZones[source] = zone
        }
    }
}
