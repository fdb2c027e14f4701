import Testing

@testable import ETLPipeline

/// A clock that stands until the test moves it.
private struct Moment: InstantProtocol {
    var offset: Duration

    func advanced(by duration: Duration) -> Moment { Moment(offset: offset + duration) }

    func duration(to other: Moment) -> Duration { other.offset - offset }

    static func < (left: Moment, right: Moment) -> Bool { left.offset < right.offset }

    static func + (moment: Moment, duration: Duration) -> Moment { moment.advanced(by: duration) }
}

@Suite struct `The schedule of a daemon` {
    private typealias Facts = Schedule<Moment>.Facts

    private let start = Moment(offset: .zero)
    private var schedule: Schedule<Moment>

    init() {
        schedule = Schedule(
            .init(
                snapshot: .milliseconds(100), poll: .seconds(5), reconcile: .seconds(600),
                garbageReadCount: 10), at: start)
        schedule.noteOutputLook(at: start)
        schedule.isReady = true
    }

    @Test mutating func `looks at the output every five seconds`() {
        #expect(schedule.end(Facts(now: start)) == start + .seconds(5))
        #expect(schedule.next(Facts(now: start + .seconds(5))) == .lookAtOutput)
        schedule.noteOutputLook(at: start + .seconds(5))
        #expect(schedule.next(Facts(now: start + .seconds(5))) == .wait)
        #expect(schedule.end(Facts(now: start + .seconds(5))) == start + .seconds(10))
    }

    @Test mutating func `publishes at once what is the first change for long`() {
        #expect(schedule.next(Facts(now: start)) == .wait)
        schedule.noteStale()
        #expect(schedule.next(Facts(now: start)) == .publish)
    }

    @Test mutating func `waits for the interval between two snapshots`() {
        schedule.noteStale()
        schedule.notePublished(from: start, to: start + .milliseconds(10))
        #expect(!schedule.isStale)
        schedule.noteStale()
        #expect(schedule.next(Facts(now: start + .milliseconds(50))) == .wait)
        #expect(schedule.end(Facts(now: start + .milliseconds(50))) == start + .milliseconds(110))
        #expect(schedule.next(Facts(now: start + .milliseconds(110))) == .publish)
    }

    @Test mutating func `publishes nothing before all that was there is read`() {
        schedule.isReady = false
        schedule.noteStale()
        #expect(schedule.next(Facts(now: start)) == .wait)
        #expect(schedule.end(Facts(now: start)) == start + .seconds(5))
    }

    @Test mutating func `lets changes go first while snapshots take long`() {
        schedule.notePublished(from: start, to: start + .seconds(1))
        schedule.noteStale()
        let soon = start + .seconds(2)
        schedule.noteOutputLook(at: soon)
        #expect(schedule.next(Facts(now: soon)) == .publish)
        #expect(schedule.next(Facts(now: soon, hasDueWork: true)) == .wait)
        let late = start + .seconds(9)
        schedule.noteOutputLook(at: late)
        #expect(schedule.next(Facts(now: late, hasDueWork: true)) == .publish)
    }

    @Test mutating func `tries an output again that cannot be written, whether something changed or not`() {
        schedule.notePublished(from: start, to: start)
        schedule.noteOutputLook(at: start + .seconds(1))
        #expect(schedule.end(Facts(now: start, isOutputDegraded: true)) == start + .seconds(5))
        #expect(schedule.next(Facts(now: start + .seconds(5))) == .wait)
        #expect(schedule.next(Facts(now: start + .seconds(5), isOutputDegraded: true)) == .publish)
    }

    @Test mutating func `collects garbage in a pause, or when there is very much of it`() {
        schedule.noteRead(count: 9)
        #expect(schedule.next(Facts(now: start)) == .wait)
        schedule.noteRead(count: 1)
        #expect(schedule.next(Facts(now: start, hasDueWork: true)) == .wait)
        #expect(schedule.next(Facts(now: start, contentCount: 100)) == .wait)
        #expect(schedule.next(Facts(now: start)) == .collectGarbage)
        schedule.noteRead(count: 70)
        #expect(schedule.next(Facts(now: start, hasDueWork: true)) == .collectGarbage)
        schedule.noteCollected()
        #expect(schedule.next(Facts(now: start)) == .wait)
    }

    @Test mutating func `scans everything every ten minutes, and then nothing twice`() {
        let due = start + .seconds(600)
        #expect(schedule.scan(Facts(now: start)) == nil)
        #expect(schedule.scan(Facts(now: due, hasPolledDirectories: true)) == .everything)
        #expect(schedule.scan(Facts(now: due, hasPolledDirectories: true)) == nil)
        #expect(schedule.scan(Facts(now: due + .seconds(5), hasPolledDirectories: true)) == .polled)
    }

    @Test mutating func `scans what does not tell of changes every five seconds`() {
        #expect(schedule.scan(Facts(now: start, hasPolledDirectories: true)) == .polled)
        #expect(schedule.scan(Facts(now: start + .seconds(4), hasPolledDirectories: true)) == nil)
        #expect(schedule.scan(Facts(now: start + .seconds(5), hasPolledDirectories: true)) == .polled)
        #expect(schedule.scan(Facts(now: start + .seconds(10))) == nil)
    }

    @Test mutating func `wakes up when an item stops holding`() {
        #expect(schedule.scan(Facts(now: start, hasPolledDirectories: true)) == .polled)
        let facts = Facts(now: start, expiry: start + .seconds(2))
        #expect(schedule.end(facts) == start + .seconds(2))
        #expect(schedule.scan(Facts(now: start + .seconds(2), expiry: start + .seconds(2))) == .nothing)
    }
}
