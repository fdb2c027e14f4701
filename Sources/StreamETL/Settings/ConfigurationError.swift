import ETLModel

/// Everything that is wrong with the configuration, found in one pass.
///
/// Values are never part of it, since a secret may stand where it does not belong.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// In the order of precedence, then of the file; never empty.
    public let problems: [Problem]

    public init(_ problems: [Problem]) { self.problems = problems }

    /// One thing to correct: where, what and how.
    public struct Problem: Error, Hashable, Sendable {
        /// The configuration file, `environment` or `command line`; for a check, the directory.
        public let file: String
        /// From 1, where the origin has lines.
        public let line: Int?
        /// A dotted key of the configuration; `nil` when the whole file is meant.
        public let key: String?
        public let cause: Cause

        public init(file: String, line: Int? = nil, key: String? = nil, cause: Cause) {
            self.file = file
            self.line = line
            self.key = key
            self.cause = cause
        }
    }

    public enum Cause: Hashable, Sendable {
        /// No setting has that name; `nearest` is the one that was probably meant.
        case unknownKey(nearest: String?)
        /// The value is not of the setting's kind, which `expected` describes.
        case invalidValue(expected: String)
        /// No source has that name.
        case unknownSource(nearest: String?)
        /// The value contradicts that of another key.
        case conflict(with: String, rule: String)
        case duplicateKey
        /// Two drop directories have one name, or are one directory.
        case equalDrops(name: String, isSameDirectory: Bool)
        case missing(remedy: String)
        /// The system's error number (`errno`).
        case unreadable(errno: Int32)
        case unwritable(errno: Int32)
        case notADirectory
        case tooLarge(limit: Int)
        case tooManyAliases(limit: Int)
        case notText
        case invalidSyntax
        /// A list or a value where the file needs `key: value` lines.
        case notAMapping
    }
}

extension ConfigurationError.Cause {
    public var summary: String {
        switch self {
        case .unknownKey: "is no key of the configuration"
        case .invalidValue: "has a value that cannot be used"
        case .unknownSource: "names a source that does not exist"
        case .conflict(let other, _): "contradicts \(other)"
        case .duplicateKey: "is given twice"
        case .equalDrops(let name, isSameDirectory: false): "has two directories of the name \(name)"
        case .equalDrops(let name, isSameDirectory: true): "has the directory \(name) twice"
        case .missing: "is missing"
        case .unreadable(let errno): "cannot be read: \(ErrorNumber.text(errno))"
        case .unwritable(let errno): "cannot be written: \(ErrorNumber.text(errno))"
        case .notADirectory: "is not a directory"
        case .tooLarge: "is too large for a configuration file"
        case .tooManyAliases: "refers to itself too often"
        case .notText: "is not UTF-8 text"
        case .invalidSyntax: "is not valid YAML"
        case .notAMapping: "must hold keys and values"
        }
    }

    public var remedy: String {
        switch self {
        case .unknownKey(let nearest?): "Did you mean \(nearest)?"
        case .unknownKey(nil): "Remove it, or see docs/configuration.md for the keys"
        case .invalidValue(let expected): "Write \(expected)"
        case .unknownSource(let nearest?): "Did you mean \(nearest)?"
        case .unknownSource(nil): "Write slack, telegram, calendar, hubspot or auto"
        case .conflict(_, let rule): rule
        case .duplicateKey, .equalDrops(_, isSameDirectory: true): "Keep one of the two"
        case .equalDrops: "Give one of them another name, as {path: DIR, name: NAME}"
        case .missing(let remedy): remedy
        case .unreadable: "Check that it is there and that its permissions allow reading"
        case .unwritable: "Check the permissions of its directory, or name another place"
        case .notADirectory: "Name a directory"
        case .tooLarge(let limit): "Keep it under \(limit) bytes"
        case .tooManyAliases(let limit): "Use at most \(limit) aliases (`*name`)"
        case .notText: "Save it as UTF-8"
        case .invalidSyntax: "Correct the indentation, quotes or brackets at this line"
        case .notAMapping: "Write `key: value`, one to a line"
        }
    }
}

extension ConfigurationError.Problem: CustomStringConvertible {
    /// `etl-watch.yaml:12: max_worker: is no key of the configuration. Did you mean max_workers?`
    public var description: String {
        let place = RelativePath(file).escaped + (line.map { ":\($0)" } ?? "")
        let subject = key.map { ": " + RelativePath(String($0.prefix(80))).escaped } ?? ""
        let end = cause.remedy.last.map { "?.".contains($0) } ?? true ? "" : "."
        return "\(place)\(subject): \(cause.summary). \(cause.remedy)\(end)"
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem to a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
