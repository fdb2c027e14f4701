import ETLModel

/// One setting: its names, what it takes, what it does, and where its value goes.
///
/// The one table ``all`` drives parsing, validation, suggestions and the reference page.
public struct SettingKey: Sendable {
    /// As the YAML file writes it, groups separated by dots: `snapshot.min_interval`.
    public let name: String
    /// What a person may write, for messages: `a duration such as 100ms, 2s or 1m`.
    public let expected: String
    /// One word for the reference: `duration`.
    public let kind: String
    /// The default as a person would write it.
    public let defaultText: String
    /// The flag that sets it, where there is one.
    public let flag: String?
    /// One sentence.
    public let help: String
    /// Whether it takes several values.
    let takesList: Bool
    /// The value that settings have, as a person would write it.
    let show: @Sendable (Settings) -> String
    let assign: @Sendable (inout Settings, Input) throws(Fault) -> Void

    /// `ETL_SNAPSHOT_MIN_INTERVAL`.
    public var environmentName: String {
        "ETL_" + name.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// A value as it was written, and the directory that relative paths in it start from.
    struct Input: Sendable {
        var texts: [String]
        var base: String

        /// The value of a setting that takes one.
        var text: String { texts.last ?? "" }
    }

    /// A value that cannot be used: which of several, and why.
    package struct Fault: Error {
        package var element = 0
        package var cause: ConfigurationError.Cause

        package init(element: Int = 0, cause: ConfigurationError.Cause) {
            self.element = element
            self.cause = cause
        }
    }
}

extension SettingKey {
    /// The form a value is written in.
    package struct Form<Value: Sendable>: Sendable {
        package let kind: String
        package let expected: String
        package let parse: @Sendable (_ text: String, _ base: String) -> Value?
        package let render: @Sendable (Value) -> String
        /// As ``render``, of places on disk the whole path.
        package var written: @Sendable (Value) -> String { writtenAs ?? render }
        var writtenAs: (@Sendable (Value) -> String)?
    }

    /// Stands for the places in default paths and for what depends on the machine.
    package static let sample: Settings = {
        var settings = Settings(workingDirectory: "/")
        settings.maxWorkers = 0
        return settings
    }()

    package static func one<Value: Sendable>(
        _ name: String, _ form: Form<Value>, _ target: any WritableKeyPath<Settings, Value> & Sendable,
        default defaultText: String? = nil, flag: String? = nil, _ help: String
    ) -> SettingKey {
        SettingKey(
            name: name, expected: form.expected, kind: form.kind,
            defaultText: defaultText ?? form.render(sample[keyPath: target]), flag: flag, help: help,
            takesList: false, show: { form.written($0[keyPath: target]) }
        ) { settings, input throws(Fault) in
            guard let value = form.parse(input.text, input.base) else {
                throw Fault(cause: .invalidValue(expected: form.expected))
            }
            settings[keyPath: target] = value
        }
    }

    package static func optional<Value: Sendable>(
        _ name: String, _ form: Form<Value>, _ target: any WritableKeyPath<Settings, Value?> & Sendable,
        default defaultText: String, flag: String? = nil, _ help: String
    ) -> SettingKey {
        SettingKey(
            name: name, expected: form.expected, kind: form.kind, defaultText: defaultText, flag: flag,
            help: help, takesList: false, show: { $0[keyPath: target].map(form.written) ?? defaultText }
        ) { settings, input throws(Fault) in
            guard let value = form.parse(input.text, input.base) else {
                throw Fault(cause: .invalidValue(expected: form.expected))
            }
            settings[keyPath: target] = value
        }
    }

    package static func list<Value: Sendable>(
        _ name: String, _ form: Form<Value>, _ target: any WritableKeyPath<Settings, [Value]> & Sendable,
        flag: String? = nil, _ help: String
    ) -> SettingKey {
        SettingKey(
            name: name, expected: form.expected, kind: "list of \(form.kind)s", defaultText: "none",
            flag: flag, help: help, takesList: true,
            show: { settings in
                let values = settings[keyPath: target]
                return values.isEmpty ? "none" : values.map(form.written).joined(separator: ", ")
            }
        ) { settings, input throws(Fault) in
            var values: [Value] = []
            for (index, text) in input.texts.enumerated() {
                guard let value = form.parse(text, input.base) else {
                    throw Fault(element: index, cause: .invalidValue(expected: form.expected))
                }
                values.append(value)
            }
            settings[keyPath: target] = values
        }
    }
}

extension SettingKey.Form where Value == String {
    package static let path = Self(
        kind: "path", expected: "a path",
        parse: { text, base in
            text.isEmpty || text.utf8.contains(0) ? nil : SettingPath.absolute(text, in: base)
        },
        render: { "." + $0 }, writtenAs: { $0 })
    package static let name = Self(
        kind: "name", expected: "a name that is not empty",
        parse: { text, _ in text.isEmpty || text.utf8.count > 1_024 ? nil : text }, render: { $0 })
    package static let pattern = Self(
        kind: "pattern", expected: "a name, with * for anything and ? for one byte",
        parse: { text, _ in
            text.isEmpty || text == "!" || text.utf8.count > 255 || text.utf8.contains(UInt8(ascii: "/"))
                ? nil : text
        }, render: { $0 })
    package static let word = Self(
        kind: "word", expected: "a single word",
        parse: { text, _ in
            text.isEmpty || text.utf8.count > 128 || text.contains(where: \.isWhitespace)
                ? nil : text.lowercased()
        }, render: { $0 })
    package static let domain = Self(
        kind: "domain", expected: "a domain such as example.com",
        parse: { text, _ in
            let domain = text.hasPrefix("@") ? text.dropFirst() : text[...]
            let labels = domain.lowercased().split(separator: ".", omittingEmptySubsequences: false)
            let isDomain =
                labels.count >= 2 && domain.utf8.count <= 253
                && labels.allSatisfy { label in
                    !label.isEmpty
                        && label.unicodeScalars.allSatisfy {
                            $0 == "-" || $0 == "_" || $0.properties.isAlphabetic
                                || ("0"..."9").contains($0) || $0.value > 127
                        }
                }
            return isDomain ? labels.joined(separator: ".") : nil
        }, render: { $0 })
}

extension SettingKey.Form where Value == UInt32 {
    package static let mode = Self(
        kind: "mode", expected: "permission bits such as 0640, from 0600 to 0666",
        parse: { text, _ in
            let digits = text.hasPrefix("0o") ? text.dropFirst(2) : text[...]
            guard let mode = UInt32(digits, radix: 8), mode & ~0o666 == 0, mode & 0o600 == 0o600 else {
                return nil
            }
            return mode
        }, render: { "0" + String($0, radix: 8) })
}

extension SettingKey.Form where Value == Bool {
    package static let flag = Self(
        kind: "flag", expected: "true or false", parse: { text, _ in SettingText.flag(text) },
        render: { "\($0)" })
}

extension SettingKey.Form where Value == Duration {
    package static let duration = duration(atLeast: .zero)

    package static func duration(atLeast least: Duration) -> Self {
        Self(
            kind: "duration",
            expected: "a duration such as 100ms, 2s or 1m"
                + (least == .zero ? "" : ", at least \(SettingText.text(least))"),
            parse: { text, _ in SettingText.duration(text).flatMap { $0 >= least ? $0 : nil } },
            render: { SettingText.text($0) })
    }
}

extension SettingKey.Form where Value == Int {
    package static func count(_ range: ClosedRange<Int>) -> Self {
        Self(
            kind: "count", expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text, _ in
                guard let number = Int(text), range.contains(number) else { return nil }
                return number
            }, render: { "\($0)" })
    }

    package static let size = Self(
        kind: "size", expected: "a size such as 64MiB, at least 1KiB",
        parse: { text, _ in SettingText.byteCount(text).flatMap { $0 >= 1_024 ? $0 : nil } },
        render: { SettingText.text(byteCount: $0) })
}

extension SettingKey.Form where Value == Int64 {
    static let instant = Self(
        kind: "time", expected: "an ISO 8601 time such as 2026-03-31T12:00:00Z",
        parse: { text, _ in SettingText.instant(text) }, render: { UTCTime.text($0) })
}

extension SettingKey.Form where Value == Double {
    package static let ratio = Self(
        kind: "ratio", expected: "a number from 0 to 1",
        parse: { text, _ in SettingText.decimal(text).flatMap { $0 <= 1 ? $0 : nil } },
        render: { "\($0)" })
}

extension SettingKey.Form where Value == ZoneSetting {
    package static let zone = Self(
        kind: "zone", expected: "an offset such as +02:00 or a zone such as Europe/Berlin",
        parse: { text, _ in ZoneSetting(text) }, render: { $0.text })
}

extension SettingKey.Form where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    static func choice(_ kind: String) -> Self {
        let names = Value.allCases.map(\.rawValue)
        return Self(
            kind: kind,
            expected: names.count == 2
                ? "\(names[0]) or \(names[1])" : "one of \(names.joined(separator: ", "))",
            parse: { text, _ in Value(rawValue: text.lowercased()) }, render: { $0.rawValue })
    }
}
