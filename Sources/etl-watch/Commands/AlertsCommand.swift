#if Serving
    import ArgumentParser
    import ETLAlerting
    import ETLServing
    import StreamETL

    struct AlertsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alerts",
            abstract: "Show alerts, silence a rule, send a sample to a channel.",
            discussion: "serve evaluates the rules and sends what they find; docs/alerts.md describes both.",
            subcommands: [List.self, Silence.self, Test.self])

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "List alerts, silences and how the channels do.")

            @OptionGroup var shared: SharedOptions

            func run() async throws {
                let desk = try ServeState(of: shared).alerts
                var alerts = TextTable(["alert", "state", "since", "what"])
                for alert in try await desk.alerts() {
                    alerts.add([
                        alert.finding.rule.rawValue, alert.phase.rawValue, UTCTime.text(alert.since),
                        alert.finding.summary,
                    ])
                }
                var silences = TextTable(["silenced", "until", "by", "reason"])
                for silence in try await desk.silences(at: Operator.now) {
                    silences.add([silence.rule, UTCTime.text(silence.ends), silence.who, silence.reason])
                }
                var channels = TextTable(
                    ["channel", "waiting", "dropped", "sent last", "failed last", "cause"],
                    rightAligned: [1, 2])
                for channel in try await desk.channelStates() {
                    channels.add([
                        channel.channel, "\(channel.waiting)", "\(channel.dropped)",
                        channel.delivered.map(UTCTime.text) ?? "never",
                        channel.failed.map(UTCTime.text) ?? "never", channel.failure ?? "",
                    ])
                }
                print([alerts, silences, channels].map { $0.rendered() }.joined(separator: "\n\n"))
            }
        }

        struct Silence: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Let nothing be told of a rule for a while.",
                discussion: "The end of alerts that were told before is told all the same.")

            @Argument(help: "The rule, as alerts list shows it.", transform: Self.rule)
            var rule: AlertRule.Name

            @Option(name: .customLong("for"), help: ArgumentHelp("How long, such as 2h.", valueName: "time"))
            var time: String?

            @Option(help: "Why, for those who wonder.")
            var reason: String?

            @Flag(name: .customLong("end"), help: "End the rule's silences.")
            var ends = false

            @OptionGroup var shared: SharedOptions

            func validate() throws {
                guard !ends else {
                    guard time == nil, reason == nil else {
                        throw ValidationError("--end takes neither --for nor --reason.")
                    }
                    return
                }
                guard let seconds, seconds > 0 else {
                    throw ValidationError("--for takes a duration such as 30m, 2h or 1d.")
                }
                guard let reason, !reason.isEmpty else { throw ValidationError("--reason TEXT is missing.") }
            }

            @Sendable private static func rule(_ text: String) throws -> AlertRule.Name {
                guard let name = AlertRule.Name(rawValue: text) else {
                    let names = AlertRule.Name.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("There is no such rule. Rules are \(names).")
                }
                return name
            }

            private var seconds: Int64? { time.flatMap(SettingText.duration)?.components.seconds }

            func run() throws {
                let state = try ServeState(of: shared)
                guard let seconds, let reason, !ends else {
                    guard try state.endSilence(of: rule, by: Operator.name, at: Operator.now) else {
                        throw ValidationError("The rule is not silenced.")
                    }
                    return
                }
                try state.silence(
                    rule, until: Operator.now + seconds, reason: reason, by: Operator.name, at: Operator.now)
            }
        }

        struct Test: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Send a sample to a channel, and say whether it was taken.")

            @Argument(help: "The channel's name in alerts.channels.")
            var channel: String

            @OptionGroup var shared: SharedOptions

            func run() async throws {
                let settings = try Session(shared, needsDrops: false).settings
                guard let target = settings.alerts.channels.first(where: { $0.name == channel }) else {
                    let names = settings.alerts.channels.map(\.name).joined(separator: ", ")
                    throw ValidationError(
                        "There is no such channel. alerts.channels has \(names.isEmpty ? "none" : names).")
                }
                let sender = AlertSender(link: settings.serveURL)
                let failure = await sender.send(.sample(at: Operator.now), to: target)
                await sender.close()
                if let failure { throw AlertsFailure(channel: channel, cause: failure) }
                print("The channel \(channel) took the sample.")
            }
        }
    }

    /// Why a sample was not taken.
    private struct AlertsFailure: Error, CustomStringConvertible {
        let channel: String
        let cause: String

        var description: String {
            "The channel \(channel) did not take the sample: \(cause). Check its target in alerts.channels."
        }
    }
#endif
