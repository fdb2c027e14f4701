import Testing

@Suite(.timeLimit(.minutes(2)))
struct `The page of guarantees` {
    @Test func `lists what the tests say that they show`() async throws {
        let place = try Workplace(sample: false)
        let script = try EtlWatchProcess(
            ["--check"], in: place.path,
            program: EtlWatchProcess.repository + "/scripts/guarantees")
        let result = await script.wait()
        #expect(result.status == 0, "\(result.errors)")
    }
}
