import ETLSettings
import Foundation
import GRDB

@testable import ETLAlerting

/// A day of a server whose time, findings, receivers and deaths are given.
struct SimulatedDay {
    /// What one channel's receiver got, in order.
    struct Receipt: Equatable {
        let time: Int64
        let notification: AlertNotification
    }

    static let length: Int64 = 86_400

    let settings: Settings.Alerts
    /// What is found at a second of the day; `nil`: nothing could be asked.
    let findings: (Int64) -> AlertFindings?
    /// Why a channel does not answer at a second of the day; `nil`: it takes everything.
    let fault: (_ channel: String, _ time: Int64) -> String?
    /// Whether the process dies between a receiver's answer and its note of it.
    var dies: () -> Bool = { false }

    /// Deaths whose victim had sent something without having noted it.
    private(set) var unnotedCount = 0
    private(set) var receipts: [String: [Receipt]] = [:]

    init(
        _ settings: Settings.Alerts, findings: @escaping (Int64) -> AlertFindings?,
        fault: @escaping (_ channel: String, _ time: Int64) -> String?
    ) {
        self.settings = settings
        self.findings = findings
        self.fault = fault
    }

    /// Every step begins with nothing but what lies on disk.
    mutating func run(_ actions: [Int64: @Sendable (Database) throws -> Void] = [:]) async throws {
        let path = NSTemporaryDirectory() + "alerts-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await Self.open(path).write { try AlertSchema.create(in: $0) }
        for time in stride(from: 0, to: Self.length, by: 30) {
            if let action = actions[time] { try await Self.open(path).write(action) }
            if time % 60 == 0 {
                try await AlertDesk(Self.open(path)).evaluate(
                    findings(time) ?? AlertFindings(), settings, at: time)
            }
            for channel in settings.channels.map(\.name) { try await deliver(to: channel, path, at: time) }
        }
    }

    private mutating func deliver(to channel: String, _ path: String, at time: Int64) async throws {
        let desk = AlertDesk(try Self.open(path))
        while let delivery = try await desk.nextDelivery(of: channel, at: time) {
            let failure = fault(channel, time)
            if failure == nil {
                receipts[channel, default: []].append(.init(time: time, notification: delivery.notification))
            }
            if dies() {
                unnotedCount += failure == nil ? 1 : 0
                return
            }
            try await desk.record(delivery, failure: failure, at: time)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        // Nobody pulls the plug here.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
