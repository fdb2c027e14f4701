import ETLFiles
import Glibc

extension Settings {
    /// The company mapping: the one that is named, or the first that is there.
    public func existingMapping() -> String? {
        mapping ?? mappingCandidates.first { Self.kind(of: $0).kind == S_IFREG }
    }

    /// Of settings whose default depends on what is there, what is used.
    var placesFound: [String: String] {
        var found: [String: String] = [:]
        if let mapping = existingMapping() {
            found["mapping"] = mapping
            found["overrides"] = overridesPath(beside: mapping)
        }
        if archiveCount == 0 { found["archive.directory"] = "none is kept" }
        return found
    }

    /// What stands in the way of running with these settings; nothing is written to find out.
    public func problemsOnDisk() -> [ConfigurationError.Problem] {
        var problems: [ConfigurationError.Problem] = []
        func report(_ file: String, _ key: String, _ cause: ConfigurationError.Cause) {
            problems.append(ConfigurationError.Problem(file: file, key: key, cause: cause))
        }
        if drops.isEmpty {
            report("configuration", "drops", .missing(remedy: "Name a directory with --drop"))
        }
        for drop in drops {
            let (kind, error) = Self.kind(of: drop.path)
            if error != 0 {
                report(drop.path, "drops", Self.cause(error, "Make the directory, or name another one"))
            } else if kind != S_IFDIR {
                report(drop.path, "drops", .notADirectory)
            } else if access(drop.path, R_OK | X_OK) != 0 {
                report(drop.path, "drops", .unreadable(errno: errno))
            }
        }
        if let mapping = existingMapping() {
            let error = Self.kind(of: mapping).error
            if error != 0 {
                report(mapping, "mapping", Self.cause(error, "Name a file that exists with --mapping"))
            } else if access(mapping, R_OK) != 0 {
                report(mapping, "mapping", .unreadable(errno: errno))
            }
        } else if !drops.isEmpty, problems.isEmpty {
            // A drop directory that is not there may be where the mapping lies.
            let remedy = "Put company_mapping.csv into a drop directory, or name it with --mapping"
            report("configuration", "mapping", .missing(remedy: remedy))
        }
        for (key, path) in [("db_path", database), ("output_file", output)]
            + (logFile.map { [("log_file", $0)] } ?? []) + (metricsFile.map { [("metrics_file", $0)] } ?? [])
        {
            let isReplaced = key == "output_file" || key == "metrics_file"
            if let cause = Self.obstacle(toWriting: path, isReplaced: isReplaced) { report(path, key, cause) }
        }
        if let outputGroup, OutputAccess.group(named: outputGroup) == nil {
            report("configuration", "output_group", .missing(remedy: "Name a group that getent group lists"))
        }
        return problems
    }

    private static func kind(of path: String) -> (kind: mode_t, error: Int32) {
        var status = stat()
        return stat(path, &status) == 0 ? (status.st_mode & S_IFMT, 0) : (0, errno)
    }

    private static func cause(_ error: Int32, _ remedy: String) -> ConfigurationError.Cause {
        error == ENOENT ? .missing(remedy: remedy) : .unreadable(errno: error)
    }

    /// A file can be written if its nearest directory that is there can be, and it itself, where it is there.
    ///
    /// - Parameter isReplaced: Whether another file takes its name, so that it need not be writable itself.
    private static func obstacle(toWriting path: String, isReplaced: Bool) -> ConfigurationError.Cause? {
        let (kind, error) = Self.kind(of: path)
        if error == 0 {
            if kind == S_IFDIR { return .invalidValue(expected: "the path of a file, not of a directory") }
            if kind != S_IFREG { return .invalidValue(expected: "the path of a plain file") }
            if !isReplaced, access(path, W_OK) != 0 { return .unwritable(errno: errno) }
        }
        var directory = SettingPath.parent(of: path)
        while directory != "/", Self.kind(of: directory).error == ENOENT {
            directory = SettingPath.parent(of: directory)
        }
        if Self.kind(of: directory).kind != S_IFDIR { return .unwritable(errno: ENOTDIR) }
        guard access(directory, W_OK | X_OK) == 0 else { return .unwritable(errno: errno) }
        return Self.obstacle(toMakingFilesIn: directory)
    }

    /// Whether a file can be made: one without a name leaves nothing behind.
    private static func obstacle(toMakingFilesIn directory: String) -> ConfigurationError.Cause? {
        // O_TMPFILE, a macro that Swift does not see.
        let descriptor = open(directory, 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor < 0 else {
            close(descriptor)
            return nil
        }
        // Not every file system has files without names.
        return [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) ? nil : .unwritable(errno: errno)
    }
}
