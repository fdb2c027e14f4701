#if Serving
    import Foundation
    import Testing

    @Suite(.timeLimit(.minutes(5)))
    struct `Alerts of a server that is killed` {
        private static let rules = ["disk_low", "review_backlog", "snapshot_stale"]

        /// A state whose disks are small, whose items wait for a decision and which no daemon keeps; a receiver that
        /// notes what it gets before it answers, and one that never answers.
        private static func place() async throws -> Workplace {
            let place = try Workplace()
            let backfill = try await EtlWatchProcess.run(
                place.arguments("backfill", state: "state"), in: place.path)
            #expect(backfill.status == 0, "\(backfill.errors)")
            try """
            rule=$(sed 's/.*"groupLabels":{"alertname":"\\([a-z_]*\\)".*/\\1/')
            echo "$rule $ETL_WATCH_NOTIFICATION_ID" >> received
            exec sleep 0.3
            """.write(toFile: place.path + "/receiver", atomically: true, encoding: .utf8)
            try """
            drops: [sample]
            db_path: state/\(Workplace.databaseName)
            output_file: state/unified.json
            serve:
              address: 127.0.0.1:0
            alerts:
              interval: 200ms
              group_wait: 0s
              channels: ["hung=command:/bin/sleep 600", "ops=command:/bin/sh receiver"]
              rules:
                - disk_low limit=900TiB for=0s
                - review_backlog limit=0 for=0s
                - snapshot_stale for=0s
            """.write(toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
            return place
        }

        private static func received(_ place: Workplace) -> [String] {
            let text = (try? String(contentsOfFile: place.path + "/received", encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        private func pause(_ milliseconds: Int) async {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                    continuation.resume()
                }
            }
        }

        @Test func `all come beside a channel that hangs, and twice only where a kill cut off the answer`()
            async throws
        {
            let place = try await Self.place()
            let waits = [0, 150, 400, 900, 2_300, 1_200, 2_600]
            for wait in waits {
                let server = try EtlWatchProcess(["serve"], in: place.path)
                await pause(wait)
                server.send(SIGKILL)
                _ = await server.wait()
            }
            let server = try EtlWatchProcess(["serve"], in: place.path)
            var isDone = false
            while !isDone || !server.errors.contains("listening on 127.0.0.1") {
                try #require(server.isRunning, "\(server.errors)")
                await pause(100)
                isDone = try await isDelivered(place)
            }
            server.send(SIGTERM)
            let end = await server.wait()
            #expect(end.status == 0, "\(end.errors)")
            let received = Self.received(place)
            #expect(Set(received).sorted().map { String($0.prefix { $0 != " " }) } == Self.rules)
            #expect(received.count - Set(received).count <= waits.count)
        }

        /// Whether every rule is known to be told, and nothing waits any more.
        private func isDelivered(_ place: Workplace) async throws -> Bool {
            let list = try await EtlWatchProcess.run(["alerts", "list"], in: place.path)
            let lines = list.output.split(separator: "\n").map {
                $0.split(separator: " ", omittingEmptySubsequences: true)
            }
            let firing = lines.filter { $0.count > 1 && $0[1] == "firing" }.map { String($0[0]) }
            return Set(firing).sorted() == Self.rules
                && lines.contains { $0.count > 1 && $0[0] == "ops" && $0[1] == "0" }
        }
    }
#endif
