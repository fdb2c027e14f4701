package import ETLSettings
import Foundation
package import Logging
import ServiceLifecycle

/// Looks at the state again and again, and sends what is to be told. No channel waits for another, and looking waits
/// for none.
package struct AlertService: Service {
    /// Time between two looks for something to send.
    private static let tick = Duration.seconds(2)

    private let settings: Settings.Alerts
    private let desk: AlertDesk
    private let link: String
    private let logger: Logger
    private let observe: @Sendable (_ now: Int64) async throws -> AlertFindings

    /// - Parameters:
    ///   - link: How a browser reaches `serve`.
    ///   - observe: Says what the rules find.
    package init(
        _ settings: Settings.Alerts, desk: AlertDesk, link: String, logger: Logger,
        observe: @escaping @Sendable (_ now: Int64) async throws -> AlertFindings
    ) {
        self.settings = settings
        self.desk = desk
        self.link = link
        self.logger = logger
        self.observe = observe
    }

    package func run() async {
        let sender = AlertSender(link: link)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await watch() }
                for channel in settings.channels { group.addTask { await serve(channel, sender) } }
            }
        }
        await sender.close()
    }

    private func watch() async {
        var isFailing = false
        repeat {
            do {
                let now = Self.now
                try await desk.evaluate(try await observe(now), settings, at: now)
                isFailing = false
            } catch {
                if !isFailing { complain("Alerts are not evaluated", error) }
                isFailing = true
            }
        } while (try? await Task.sleep(for: settings.interval)) != nil
    }

    private func serve(_ channel: AlertChannel, _ sender: AlertSender) async {
        var isFailing = false
        repeat {
            do {
                while let delivery = try await desk.nextDelivery(of: channel.name, at: Self.now) {
                    let failure = await sender.send(delivery.notification, to: channel)
                    if Task.isCancelled, failure != nil { return }
                    try await desk.record(delivery, failure: failure, at: Self.now)
                    note(delivery, failure)
                }
                isFailing = false
            } catch {
                if !isFailing { complain("Alerts are not sent", error) }
                isFailing = true
            }
        } while (try? await Task.sleep(for: Self.tick)) != nil
    }

    private func note(_ delivery: AlertDesk.Delivery, _ failure: String?) {
        var metadata: Logger.Metadata = [
            "channel": .string(delivery.channel), "rule": .string(delivery.notification.rule),
            "notification": .string(delivery.notification.id),
        ]
        guard let failure else {
            logger.info("Alert sent", metadata: metadata)
            return
        }
        metadata["cause"] = .string(failure)
        metadata["attempts"] = .stringConvertible(delivery.attempts + 1)
        logger.log(
            level: delivery.attempts == 0 ? .warning : .debug, "Alert not sent; it is tried again",
            metadata: metadata)
    }

    private func complain(_ text: Logger.Message, _ error: any Error) {
        // The type alone: what an error says may quote what was read.
        logger.error(text, metadata: ["error": .string("\(type(of: error))")])
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}
