import Foundation
import Testing

@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

/// A working directory of its own, taken away with the value.
private final class Workplace {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.path + "/settings-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files {
            let target = path + "/" + name
            try FileManager.default.createDirectory(
                atPath: SettingPath.parent(of: target), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: target))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func load(
        _ environment: [String: String] = [:], _ commandLine: [String: [String]] = [:],
        file: String? = nil
    ) throws(ConfigurationError) -> LoadedSettings {
        try SettingsLoader(workingDirectory: path, environment: environment)
            .load(commandLine: commandLine, file: file)
    }

    func problems(
        _ environment: [String: String] = [:], _ commandLine: [String: [String]] = [:],
        file: String? = nil
    ) -> [String] {
        do {
            _ = try load(environment, commandLine, file: file)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}

@Suite struct `Loaded settings` {
    @Test func `need no configuration`() throws {
        let place = try Workplace()
        let settings = try place.load([:], ["drops": ["exports"]]).settings
        #expect(settings.drops == [Settings.Drop(path: place.path + "/exports")])
        #expect(settings.mappingCandidates == [place.path + "/exports/company_mapping.csv"])
        #expect(settings.database == place.path + "/data/etl_watch.db")
        #expect(settings.output == place.path + "/data/unified.json")
        #expect(settings.logFile == place.path + "/data/etl_ingestion.log")
        #expect(settings.snapshotInterval == .milliseconds(100))
        #expect(settings.settle == .milliseconds(200))
        #expect(settings.retention == .mirror)
        #expect(settings.maxWorkers >= 1)
        #expect(settings.asOf == nil)
        #expect(settings.configurationFile == nil)
        #expect(settings.limits == InputLimits())
    }

    @Test func `take the first of command line, environment, env file, file and default`() throws {
        let place = try Workplace([
            "etl-watch.yaml": "max_workers: 2\nbatch_size: 2\nsettle: 2s\nretention: keep\n",
            ".env": "ETL_MAX_WORKERS=3\nexport ETL_BATCH_SIZE=\"3\" \n ETL_SETTLE = 3s # quiet\nOTHER=x\n",
        ])
        let loaded = try place.load(
            ["ETL_MAX_WORKERS": "4", "ETL_BATCH_SIZE": "4"], ["max_workers": ["5"]])
        #expect(loaded.settings.maxWorkers == 5)
        #expect(loaded.settings.batchSize == 4)
        #expect(loaded.settings.settle == .seconds(3))
        #expect(loaded.settings.retention == .keep)
        #expect(
            loaded.origins == [
                "max_workers": "command line", "batch_size": "environment", "settle": ".env:3",
                "retention": "etl-watch.yaml:4",
            ])
    }

    @Test func `are read from every kind of YAML`() throws {
        let place = try Workplace([
            "conf/etl.yaml": """
            # A comment
            drops:
              - path: in/telegram
                source: telegram
              - slack=/srv/slack
              - "./a=b"
            mapping: maps/company_mapping.csv
            overrides:
            snapshot: {min_interval: 1.5s}
            timezone:
              default: +01:00
              telegram: Europe/Berlin
            timezone.hubspot: "-0330"
            internal_domains: [Borealis.example, "@mail.borealis.example"]
            excluded_companies: Acme
            limits:
              file_bytes: 64MiB
            output_gzip: yes
            log_file: none
            as_of: 2026-03-31T12:00:00+02:00
            """
        ])
        let settings = try place.load(file: "conf/etl.yaml").settings
        let base = place.path + "/conf"
        #expect(
            settings.drops == [
                Settings.Drop(path: base + "/in/telegram", source: .telegram),
                Settings.Drop(path: "/srv/slack", source: .slack), Settings.Drop(path: base + "/a=b"),
            ])
        #expect(settings.mapping == base + "/maps/company_mapping.csv")
        #expect(settings.overrides == nil)
        #expect(settings.overridesPath(beside: "/m/x.csv") == "/m/match_overrides.csv")
        #expect(settings.snapshotInterval == .milliseconds(1_500))
        #expect(settings.timeZone == .offset(seconds: 3_600))
        #expect(settings.zone(of: .telegram) == .named("Europe/Berlin"))
        #expect(settings.zone(of: .hubspot) == .offset(seconds: -12_600))
        #expect(settings.zone(of: .calendar) == settings.timeZone)
        #expect(settings.internalDomains == ["borealis.example", "mail.borealis.example"])
        #expect(settings.excludedCompanies == ["Acme"])
        #expect(settings.limits.fileBytes == 64 << 20)
        #expect(settings.writesGzip)
        #expect(settings.logFile == nil)
        #expect(settings.asOf == UTCTime.seconds(year: 2026, month: 3, day: 31, hour: 10))
        #expect(settings.configurationFile == base + "/etl.yaml")
        #expect(settings.matchingSettings.internalDomains == settings.internalDomains)
    }

    @Test func `take lists from the environment`() throws {
        let place = try Workplace()
        let settings = try place.load([
            "ETL_DROPS": "telegram=in, out", "ETL_INTERNAL_DOMAINS": "a.example,b.example", "ETL_MAPPING": "",
        ]).settings
        #expect(settings.drops.map(\.path) == [place.path + "/in", place.path + "/out"])
        #expect(settings.internalDomains == ["a.example", "b.example"])
        #expect(settings.mapping == nil)
    }

    @Test func `find their file through the environment`() throws {
        let place = try Workplace(["x.yaml": "batch_size: 7"])
        #expect(try place.load(["ETL_CONFIG": "x.yaml"]).settings.batchSize == 7)
    }

    @Test func `only warn of another program's variables`() throws {
        let place = try Workplace()
        let loaded = try place.load(["ETL_WAREHOUSE_PROVIDER": "x"])
        #expect(loaded.warnings.count == 1)
        #expect(
            place.problems(["ETL_MAX_WORKER": "3"]) == [
                "environment: ETL_MAX_WORKER: is no key of the configuration. Did you mean ETL_MAX_WORKERS?"
            ])
    }
}

@Suite struct `A wrong configuration` {
    @Test(arguments: [
        ("max_worker: 3", "1: max_worker: is no key of the configuration. Did you mean max_workers?"),
        (
            "\nmin_interval: 3s",
            "2: min_interval: is no key of the configuration. Did you mean snapshot.min_interval?"
        ),
        (
            "snapshot:\n  min_intervall: 3s",
            "2: snapshot.min_intervall: is no key of the configuration. Did you mean snapshot.min_interval?"
        ),
        (
            "max_workers: many",
            "1: max_workers: has a value that cannot be used. Write a whole number from 1 to 256."
        ),
        (
            "max_workers: [1, 2]",
            "1: max_workers: has a value that cannot be used. Write a whole number from 1 to 256."
        ),
        (
            "settle: 3",
            "1: settle: has a value that cannot be used. Write a duration such as 100ms, 2s or 1m."
        ),
        ("retention: forever", "1: retention: has a value that cannot be used. Write mirror or keep."),
        (
            "timezone: Europe/Atlantis",
            "1: timezone: has a value that cannot be used. Write an offset such as +02:00 or a zone such as Europe/Berlin."
        ),
        (
            "drops:\n  - /a\n  - telegrm=/b",
            "3: drops: names a source that does not exist. Did you mean telegram?"
        ),
        (
            "drops:\n  - {path: /a, sorce: slack}",
            "2: drops.sorce: is no key of the configuration. Did you mean drops.source?"
        ),
        ("drops:\n  - {source: slack}", "2: drops.path: is missing. Write the directory as `path: DIR`."),
        (
            "internal_domains:\n  - a.example\n  - nonsense",
            "3: internal_domains: has a value that cannot be used. Write a domain such as example.com."
        ),
        ("a: [1", ": is not valid YAML. Correct the indentation, quotes or brackets at this line."),
        ("- a\n- b", "1: must hold keys and values. Write `key: value`, one to a line."),
        (
            "matching: {match_threshold: 0.3, review_threshold: 0.6}",
            "1: matching.review_threshold: contradicts matching.match_threshold. Let the review threshold be at most the match threshold."
        ),
    ])
    func `names file, line, key, cause and remedy`(yaml: String, problem: String) throws {
        let place = try Workplace(["etl-watch.yaml": yaml])
        let problems = place.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("etl-watch.yaml:") == true)
        #expect(problems.first?.hasSuffix(problem) == true, "\(problems)")
    }

    @Test func `is told whole`() throws {
        let place = try Workplace([
            "etl-watch.yaml": "max_worker: 3\nbatch_size: none\n", ".env": "A=1\nETL_SETTLE=soon\n",
        ])
        #expect(place.problems([:], ["log_level": ["loud"]]).count == 4)
    }

    @Test func `never shows a value`() throws {
        let place = try Workplace([
            "etl-watch.yaml": "max_workers: s3cret\nlog_level: s3cret\ndrops: s3cret=/x\n"
        ])
        let problems = place.problems(["ETL_SETTLE": "s3cret"], ["as_of": ["s3cret"]])
        #expect(problems.count == 5)
        #expect(!problems.joined().contains("s3cret"))
    }

    @Test func `names a file that is missing`() throws {
        let place = try Workplace()
        #expect(
            place.problems(file: "x.yaml") == [
                "x.yaml: is missing. Name a file that exists with --config."
            ])
    }

    @Test func `may be a key given twice`() throws {
        let place = try Workplace(["etl-watch.yaml": "settle: 1s\nsettle: 2s\n"])
        #expect(place.problems().first?.contains("is given twice") == true)
    }

    @Test func `may be text that is no UTF-8, a file too large, a billion laughs or deep nesting`() throws {
        let place = try Workplace([
            "large.yaml": String(repeating: "# comment\n", count: 120_000),
            "deep.yaml": "drops: " + String(repeating: "[", count: 100_000),
            "laughs.yaml": "a: &a [x, x]\n"
                + (0..<30).map {
                    "b\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *\($0 == 0 ? "a" : "b\($0 - 1)")]\n"
                }
                .joined() + "drops: *b29\n",
        ])
        try Data([0x61, 0x3A, 0xFF]).write(to: URL(filePath: place.path + "/bytes.yaml"))
        for name in ["large.yaml", "deep.yaml", "laughs.yaml", "bytes.yaml"] {
            #expect(!place.problems(file: name).isEmpty, "\(name)")
        }
    }
}

@Suite struct `A command line` {
    @Test func `is judged by itself, with its flags' names`() {
        let loader = SettingsLoader(workingDirectory: "/w", environment: [:])
        let problems = loader.problems(inCommandLine: [
            "drops": ["in", "telegrm=in"], "max_workers": ["0"], "retention": ["keep"],
        ])
        #expect(
            problems == [
                .init(file: "command line", key: "--drop", cause: .unknownSource(nearest: "telegram")),
                .init(
                    file: "command line", key: "--max-workers",
                    cause: .invalidValue(expected: "a whole number from 1 to 256")),
            ])
    }
}

@Suite struct `Settings on a disk` {
    @Test func `are fit when directories and mapping are there`() throws {
        let place = try Workplace(["in/company_mapping.csv": "base_company\n"])
        let settings = try place.load([:], ["drops": ["none", "in"]]).settings
        #expect(settings.existingMapping() == place.path + "/in/company_mapping.csv")
        #expect(settings.problemsOnDisk().map(\.file) == [place.path + "/none"])
        #expect(!FileManager.default.fileExists(atPath: place.path + "/data"))
    }

    @Test func `are told what stands in the way`() throws {
        let place = try Workplace(["file": ""])
        let settings = try place.load(
            [:],
            [
                "drops": ["file"], "mapping": ["m.csv"], "db_path": ["file/x.db"],
                "output_file": ["/dev"], "log_file": ["none"],
            ]
        ).settings
        #expect(
            settings.problemsOnDisk() == [
                .init(file: place.path + "/file", key: "drops", cause: .notADirectory),
                .init(
                    file: place.path + "/m.csv", key: "mapping",
                    cause: .missing(remedy: "Name a file that exists with --mapping")),
                .init(file: place.path + "/file/x.db", key: "db_path", cause: .unwritable(errno: ENOTDIR)),
                .init(
                    file: "/dev", key: "output_file",
                    cause: .invalidValue(expected: "the path of a file, not of a directory")),
            ])
    }

    @Test func `name a directory or nothing works`() throws {
        let problems = try Workplace().load().settings.problemsOnDisk()
        #expect(
            problems.map(\.description) == [
                "configuration: drops: is missing. Name a directory with --drop."
            ])
    }
}
