import AsyncHTTPClient
package import ETLSettings
import Foundation
import NIOCore
import NIOHTTP1

/// Sends notifications over channels, each attempt within a time limit.
package struct AlertSender: Sendable {
    private static let mailProgram = "/usr/sbin/sendmail"

    private let client: HTTPClient
    private let link: String
    private let limit: Duration
    private let mailProgram: String

    /// - Parameters:
    ///   - link: How a browser reaches `serve`.
    ///   - limit: After it, an attempt has failed.
    package init(link: String, limit: Duration = .seconds(10), mailProgram: String? = nil) {
        // A redirection would carry alerts to where nobody sent them.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .nanoseconds(Int64(limit / .nanoseconds(1)))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.link = link
        self.limit = limit
        self.mailProgram = mailProgram ?? Self.mailProgram
    }

    /// To be called once, after the last attempt.
    package func close() async { try? await client.shutdown() }

    /// - Returns: Why it failed, without anything of the target; `nil`: it was taken.
    package func send(_ notification: AlertNotification, to channel: AlertChannel) async -> String? {
        let message = AlertMessage(notification: notification, receiver: channel.name, link: link)
        do {
            switch channel.kind {
            case .webhook: return await post(try message.alertmanager(), to: channel.target, notification.id)
            case .slack: return await post(try message.slack(), to: channel.target, notification.id)
            case .sendmail:
                let mail = message.mail(to: channel.target)
                return await run([mailProgram, "-t", "-i"], mail, notification.id)
            case .command:
                let words = channel.target.split(separator: " ").map(String.init)
                return await run(words, try message.alertmanager(), notification.id)
            }
        } catch {
            return "the message could not be written"
        }
    }

    private func post(_ body: Data, to url: String, _ id: String) async -> String? {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json", "User-Agent": "etl-watch", "X-Notification-Id": id,
        ]
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            // The status is the answer; a body that is not read is let go with the connection.
            let response = try await client.execute(
                request, timeout: .nanoseconds(Int64(limit / .nanoseconds(1))))
            let code = response.status.code
            return (200..<300).contains(code) ? nil : "the answer was \(code)"
        } catch let error as HTTPClientError where Self.isLate(error) {
            return lateText
        } catch {
            return "the connection failed"
        }
    }

    private static func isLate(_ error: HTTPClientError) -> Bool {
        [.deadlineExceeded, .connectTimeout, .readTimeout, .getConnectionFromPoolTimeout].contains(error)
    }

    private func run(_ words: [String], _ input: Data, _ id: String) async -> String? {
        let outcome = await ChildProgram.run(
            words, input: input, environment: ["ETL_WATCH_NOTIFICATION_ID": id], limit: limit)
        switch outcome {
        case .exited(0): return nil
        case .exited(let status): return "the program ended with \(status)"
        case .late: return lateText
        case .notStarted: return "the program could not be started"
        }
    }

    private var lateText: String { "no answer within \(limit.components.seconds) s" }
}
