import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The example of a fifth source` {
    @Test func `publishes what it reads`() async throws {
        let place = try Workplace(sample: false)
        try place.write(Data("note Acme\n1 Ann hello\nend\n".utf8), to: "a.note")
        let example = try EtlWatchProcess(
            [place.drop, place.path], in: place.path, program: EtlWatchProcess.program("NotesExample"))
        let result = await example.wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("unified.json"))
        let json = try String(contentsOfFile: place.path + "/data/unified.json", encoding: .utf8)
        #expect(json.contains(#""notes":{"count":1,"names":["Acme"],"items":["#))
    }
}
