import ETLSettings
import GRDB
import Testing

@testable import ETLAlerting

@Suite struct `The queue of a channel` {
    private func desk() throws -> AlertDesk {
        let database = try DatabaseQueue()
        try database.write { db in
            try AlertSchema.create(in: db)
            try AlertDesk.forgetChannels(but: ["ops"], db)
        }
        return AlertDesk(database)
    }

    private func notification(_ time: Int64, isRepeat: Bool = false) -> AlertNotification {
        AlertNotification(rule: AlertRule(.diskLow), at: time, isRepeat: isRepeat, alerts: [])
    }

    private func queue(_ notification: AlertNotification, _ desk: AlertDesk) async throws {
        try await desk.database.write { try AlertDesk.queue(notification, for: "ops", at: 0, $0) }
    }

    @Test func `holds so many and counts what had to go`() async throws {
        let desk = try desk()
        for time in 0..<Int64(AlertDesk.mostWaiting + 3) { try await queue(notification(time), desk) }
        let state = try #require(try await desk.channelStates().first)
        #expect(state.waiting == AlertDesk.mostWaiting)
        #expect(state.dropped == 3)
        #expect(try await desk.nextDelivery(of: "ops", at: 0)?.notification.time == 3)
    }

    @Test func `gives up repetitions first`() async throws {
        let desk = try desk()
        try await queue(notification(0, isRepeat: true), desk)
        for time in 1...Int64(AlertDesk.mostWaiting) { try await queue(notification(time), desk) }
        #expect(try await desk.nextDelivery(of: "ops", at: 0)?.notification.time == 1)
    }

    @Test func `waits longer after each failure, five minutes at most`() async throws {
        let desk = try desk()
        try await queue(notification(0), desk)
        var now: Int64 = 0
        var pauses: [Int64] = []
        for _ in 0..<10 {
            let delivery = try #require(try await desk.nextDelivery(of: "ops", at: now))
            try await desk.record(delivery, failure: "the answer was 500", at: now)
            let start = now
            while try await desk.nextDelivery(of: "ops", at: now) == nil { now += 1 }
            pauses.append(now - start)
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        #expect(try await desk.channelStates().first?.failure == "the answer was 500")
    }

    @Test func `goes with its channel`() async throws {
        let desk = try desk()
        try await queue(notification(0), desk)
        try await desk.evaluate(AlertFindings(), Settings.Alerts(), at: 1)
        #expect(try await desk.nextDelivery(of: "ops", at: 1) == nil)
        #expect(try await desk.channelStates().isEmpty)
    }
}
