import Foundation
import StreamETL

/// A command of its own: the settings of `etl-watch`, its four sources, and notes.
///
///     NotesExample          reads everything once and prints the path of the JSON
///     NotesExample run      goes on until it is killed, and prints each snapshot
@main
struct NotesExample {
    static func main() async {
        do {
            var options = PipelineOptions(try SettingsLoader().load().settings)
            options.catalog.transformers.append(NoteTransformer())
            options.catalog.assemblers.append(NoteAssembler())
            let pipeline = try Pipeline(options)
            if CommandLine.arguments.last == "run" {
                try await watch(pipeline)
            } else {
                print(try await pipeline.backfill().snapshot.path)
            }
        } catch {
            print("error: \(error)")
            exit(1)
        }
    }

    private static func watch(_ pipeline: Pipeline) async throws {
        let snapshots = pipeline.snapshots
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            group.addTask {
                for await snapshot in snapshots { print("\(snapshot.path): \(snapshot.byteCount) bytes") }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
