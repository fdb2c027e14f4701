#if Serving
    import ArgumentParser
    import ETLServing
    import Foundation
    import StreamETL

    extension Scope: ExpressibleByArgument {}

    struct TokenCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Make, list and revoke tokens of programs that use the API.",
            subcommands: [Create.self, List.self, Revoke.self])

        struct Create: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Make a token and print it; it is shown only now.")

            @Argument(help: "Whose it is, as the audit names it.")
            var name: String

            @Option(help: "What it allows: read, review or admin; each includes those before it.")
            var scope: Scope

            @Option(help: ArgumentHelp("When it ends, in ISO 8601 (default: never).", valueName: "time"))
            var expires: String?

            @OptionGroup var shared: SharedOptions

            func run() throws {
                let end = try expires.map { text in
                    guard let end = SettingText.instant(text) else {
                        throw ValidationError(
                            "--expires takes an ISO 8601 time such as 2027-03-31T12:00:00Z.")
                    }
                    return end
                }
                print(
                    try ServeState(of: shared).createToken(
                        named: name, scope: scope, expires: end, by: Operator.name, at: Operator.now))
            }
        }

        struct List: ParsableCommand {
            static let configuration = CommandConfiguration(abstract: "List tokens, without their secrets.")

            @OptionGroup var shared: SharedOptions

            func run() throws {
                var table = TextTable(["id", "scope", "made", "ends", "name"])
                for token in try ServeState(of: shared).tokens() {
                    let end = token.expires.map(UTCTime.text) ?? "never"
                    table.add([
                        token.id, token.scope.rawValue, UTCTime.text(token.created),
                        token.revoked.map { "revoked \(UTCTime.text($0))" } ?? end,
                        token.name,
                    ])
                }
                print(table.rendered())
            }
        }

        struct Revoke: ParsableCommand {
            static let configuration = CommandConfiguration(abstract: "End a token at once.")

            @Argument(help: "Its id, as token list shows it.")
            var id: String

            @OptionGroup var shared: SharedOptions

            func run() throws {
                let isThere = try ServeState(of: shared).revokeToken(
                    id, by: Operator.name, at: Operator.now)
                guard isThere else {
                    throw ValidationError("There is no such token, or it is revoked already.")
                }
            }
        }
    }

    struct AuditCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit", abstract: "List who made, used and ended tokens and sessions, and when.")

        @Option(help: "How many of the newest entries.")
        var limit = 100

        @OptionGroup var shared: SharedOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
        }

        func run() throws {
            var table = TextTable(["time", "who", "action", "target"])
            for entry in try ServeState(of: shared).audit(limit: limit) {
                table.add([
                    UTCTime.text(entry.time), entry.who, entry.action, entry.target,
                ])
            }
            print(table.rendered())
        }
    }

    extension ServeState {
        convenience init(of shared: SharedOptions) throws {
            try self.init(path: Session(shared, needsDrops: false).settings.serveDatabase)
        }
    }

    /// Who types the command.
    enum Operator {
        static var name: String { "\(NSUserName())@cli" }
        static var now: Int64 { Int64(Date().timeIntervalSince1970) }
    }
#endif
