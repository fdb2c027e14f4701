/// The page `docs/configuration.md`, made from ``SettingKey/all`` so that it cannot go stale.
public enum ConfigurationReference {
    public static func markdown() -> String {
        var page = head
        for section in sections {
            page += "\n## \(section.title)\n\n"
            if !section.note.isEmpty { page += section.note + "\n\n" }
            page += "| Key | Takes | Default | What it does |\n|---|---|---|---|\n"
            for key in section.keys {
                let flag = key.flag.map { " Flag `\($0)`." } ?? ""
                page +=
                    "| `\(key.name)` | \(key.kind) | \(literal(key.defaultText, of: key)) "
                    + "| \(key.help)\(flag) |\n"
            }
        }
        return page + forms
    }

    private struct Section {
        var title: String
        var note = ""
        var keys: [SettingKey]
    }

    private static let sections = [
        Section(title: "What is read", keys: SettingKey.inputs),
        Section(title: "What is written", keys: SettingKey.outputs),
        Section(title: "Timing", keys: SettingKey.timing),
        Section(title: "Work", keys: SettingKey.work),
        Section(
            title: "Time zones",
            note: "Only times that state no zone are read with these; Slack's times always state theirs.",
            keys: SettingKey.zones),
        Section(title: "Your organisation", keys: SettingKey.organisation),
        Section(
            title: "Matching", note: "The lists add to the built-in ones; they do not replace them.",
            keys: SettingKey.matching),
        Section(title: "Logging", keys: SettingKey.logging),
        Section(title: "Serving", keys: SettingKey.serving),
        Section(title: "Alerts", keys: SettingKey.alerts),
        Section(
            title: "Limits",
            note:
                "What exceeds one is left out or cut with a warning, or its file goes to quarantine; the rest"
                + " goes on.",
            keys: SettingKey.limits),
    ]

    /// Values are set as code; descriptions such as "the number of cores" are not.
    private static func literal(_ text: String, of key: SettingKey) -> String {
        let isPlain = text == "none" || text == "now" || text.contains(" ")
        return isPlain ? text : "`\(text)`"
    }

    private static let head = """
        # Configuration

        Nothing needs to be configured: `etl-watch backfill --drop DIR` takes the mapping from DIR and keeps
        its database and output under `./data/`. What is configured comes, first to last, from

        1. the command line,
        2. environment variables: `ETL_` and the key in capitals, dots as underscores
           (`ETL_SNAPSHOT_MIN_INTERVAL=1s`); lists are separated by commas, an empty variable counts as unset,
        3. the file `.env` in the working directory, with the same variables,
        4. a YAML file: `--config FILE`, else `ETL_CONFIG`, else `etl-watch.yaml` in the working directory,
        5. the defaults below.

        Relative paths in the YAML file start from its own directory, all others from the working directory.
        A key that does not exist is an error that names the nearest one that does; `etl-watch check` lists
        all problems at once. A variable `ETL_…` that resembles no key is only warned of, since it may be
        another program's.

        ```yaml
        drops:
          - path: /srv/exports/telegram
            source: telegram
            name: chats
          - /srv/exports/mixed
        mapping: company_mapping.csv
        snapshot:
          min_interval: 500ms
        timezone:
          default: UTC
          telegram: Europe/Berlin
        internal_domains: [borealis.example]
        ```

        """

    private static let forms = """

        ## How values are written

        - **duration**: a number and `ms`, `s`, `m`, `h` or `d`, such as `100ms` or `1.5h`; `0` for none.
        - **size**: a number of bytes, or with `KiB`, `MiB`, `GiB`, `TiB` (1,024) or `kB`, `MB`, `GB`, `TB` (1,000).
        - **zone**: an offset such as `+02:00`, or a zone such as `Europe/Berlin`, with its summer time.
        - **time**: ISO 8601, such as `2026-03-31T12:00:00Z` or `2026-03-31`; without an offset, in UTC.
        - **mode**: permission bits as `chmod` takes them, such as `0640`; the owner may always read and write.
        - **flag**: `true` or `false`.
        - **directory**: `DIR` or `SOURCE=DIR` with `telegram`, `slack`, `calendar`, `hubspot` or `auto`; in
          the YAML file and with `--drop` also `{path: DIR, name: NAME, source: SOURCE}`. A directory whose name
          holds `=` or begins with `{` is written `./a=b`.

        ## Names of drop directories

        A drop directory is known by its name: that of `name`, else the last component of its path. Two of one name are
        refused. The order of `drops` means nothing, and a directory that is found elsewhere keeps its data. Of two
        files that say the same, that of the earlier name counts. `etl-watch drops` lists names,
        `etl-watch drops rename OLD NEW` changes one. See [operations](operations.md#drop-directories).

        """
}
