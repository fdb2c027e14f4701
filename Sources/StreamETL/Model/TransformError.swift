/// A place in a text file, both from 1; the column counts bytes.
public struct TextPosition: Hashable, Codable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A file that could not be turned into facts: the file, the position, the cause and the remedy.
///
/// No case can carry a message, a name of a person, an address or a key, so none can reach a log. The one text of
/// a file that a case carries is a ``Excerpt``: a word of the format, such as a time zone's name.
public struct TransformError: Error, Hashable, Sendable {
    public let file: RelativePath
    public let position: TextPosition?
    public let cause: Cause

    public init(file: RelativePath, position: TextPosition? = nil, cause: Cause) {
        self.file = file
        self.position = position
        self.cause = cause
    }

    /// Why a file, or a record in it, could not be read.
    public enum Cause: Error, Hashable, Codable, Sendable {
        /// The file stops inside a structure that it opened.
        case truncated
        /// The bytes break the format's grammar; the rule is a constant of the parser.
        case malformed(Rule)
        /// A record lacks a value without which it cannot be used.
        case missing(Field)
        /// A record's value has the wrong type, such as a malformed date or an amount without digits.
        case invalidValue(Field)
        /// An unknown word of the format, and the word that was read in its place; `nil` if it was skipped.
        case unknownValue(Field, found: Excerpt, used: Excerpt?)
        /// A record's value has two readings, and no other value of its column shows which one is right.
        case ambiguous(Field)
        /// No known encoding reads the file.
        case undecodable
        case limitExceeded(Limit, limit: Int)
        /// The file changed while it was read, and every time again.
        case unstable
        /// The system's error number (`errno`).
        case unreadable(errno: Int32)
        /// An archive member whose name leaves the archive, an encrypted member …
        case unsafeMember
        /// The file has a known form that is not read.
        case notRead(Form)
    }

    /// A form of export that must be exported again in another form.
    public enum Form: String, Hashable, Codable, Sendable {
        case slackdumpDatabase = "slackdump_database"
    }

    /// A named rule of a format, such as `telegram.html.page` or `ics.line`; never text of the file.
    public struct Rule: RawRepresentable, Hashable, Codable, Sendable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        /// Only literals: a rule must not be made from a file's text.
        public init(stringLiteral value: StaticString) { self.rawValue = "\(value)" }
    }

    /// A named field of a format, such as `DTSTART` or `Record ID`; never text of the file.
    public struct Field: RawRepresentable, Hashable, Codable, Sendable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        /// Only literals: a field must not be made from a file's text.
        public init(stringLiteral value: StaticString) { self.rawValue = "\(value)" }
    }

    /// A word of a format in the file's own spelling, such as the name of a time zone or of a rule's part. Never free
    /// text, and at most a few dozen characters.
    public struct Excerpt: RawRepresentable, Hashable, Codable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Keeps letters, digits and the usual signs of such words. All others become `?`, so no address is left.
        public init(of text: String) {
            let kept = text.unicodeScalars.prefix(60).map { scalar -> Character in
                let isUsual = " /_+-:.,;()&'=".unicodeScalars.contains(scalar)
                return scalar.properties.isAlphabetic || isUsual || scalar.properties.numericType != nil
                    ? Character(scalar) : "?"
            }
            rawValue = String(kept) + (text.unicodeScalars.count > 60 ? "…" : "")
        }
    }

    /// A configurable bound on input.
    public enum Limit: String, CaseIterable, Hashable, Codable, Sendable {
        case fileBytes = "file_bytes"
        case documentBytes = "document_bytes"
        case documentValues = "document_values"
        case streamedFileBytes = "streamed_file_bytes"
        case messageBytes = "message_bytes"
        case nestingDepth = "nesting_depth"
        case archiveMembers = "archive_members"
        case expansionRatio = "expansion_ratio"
        case recurrences
        case fileRecurrences = "file_recurrences"
        case fields
        case lineBytes = "line_bytes"
        case reactions
        case participants
    }
}

extension TransformError.Cause {
    public var summary: String {
        switch self {
        case .truncated: "ends before it is complete"
        case .malformed(let rule): rule.text
        case .missing(let field): "lacks \(field.rawValue)"
        case .invalidValue(let field): "has a value of the wrong type in \(field.rawValue)"
        case .unknownValue(let field, let found, let used?):
            "has the unknown \(field.rawValue) \"\(found.rawValue)\", read as \"\(used.rawValue)\""
        case .unknownValue(let field, let found, nil):
            "has the unknown \(field.rawValue) \"\(found.rawValue)\", which was passed over"
        case .ambiguous(let field): "has values that can be read in two ways in \(field.rawValue)"
        case .undecodable: "is in no known encoding"
        case .limitExceeded(let limit, let bound): "exceeds the limit \(limit.rawValue) of \(bound)"
        case .unstable: "kept changing while it was read"
        case .unreadable(let errno): "cannot be read: \(ErrorNumber.text(errno))"
        case .unsafeMember: "holds a member that cannot be read safely"
        case .notRead(.slackdumpDatabase): "is a database of slackdump, which is not read"
        }
    }

    public var remedy: String {
        switch self {
        case .truncated, .unstable: "Copy the file again"
        case .malformed: "Export the file again, or move it out of the drop directory"
        case .missing, .invalidValue, .unknownValue: "Correct the record and export it again"
        case .ambiguous: "Write days as 2024-06-28 and amounts as 12500.50, without thousands separators"
        case .undecodable: "Save the file as UTF-8"
        case .limitExceeded(let limit, _):
            "Split the file, or raise limits.\(limit.rawValue) in the configuration"
        case .unreadable: "Check that the file is there and that its permissions allow reading"
        case .unsafeMember: "Unpack the archive and drop the files you trust"
        case .notRead(.slackdumpDatabase):
            "Make an export of it (slackdump convert -f export DIRECTORY) and drop that"
        }
    }
}

extension TransformError: CustomStringConvertible {
    /// `chat_012/messages.html:418:7: ends before it is complete. Copy the file again.`
    public var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file.escaped)\(place): \(cause.summary). \(cause.remedy)."
    }
}
