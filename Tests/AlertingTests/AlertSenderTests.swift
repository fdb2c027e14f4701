import ETLSettings
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import ETLAlerting

@Suite struct `A sender` {
    private static let notification = AlertNotification.sample(at: 1_772_000_000)

    /// Sends the sample to a receiver on a socket of its own.
    private func send(
        _ kind: String, to receiver: Receiver, limit: Duration = .seconds(60)
    ) async throws -> String? {
        let socket = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ReceiverHandler(receiver))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(socket.localAddress?.port)
        let channel = try #require(AlertChannel("ops=\(kind):http://127.0.0.1:\(port)/hook"))
        let sender = AlertSender(link: "http://localhost:8420", limit: limit)
        let failure = await sender.send(Self.notification, to: channel)
        await sender.close()
        try await socket.close()
        return failure
    }

    @Test(arguments: ["webhook", "slack"])
    func `posts JSON with the notification's id`(kind: String) async throws {
        let receiver = Receiver(.answer(200))
        #expect(try await send(kind, to: receiver) == nil)
        let request = receiver.request
        #expect(request.hasPrefix("POST /hook HTTP/1.1\r\n"))
        #expect(request.contains("X-Notification-Id: \(Self.notification.id)\r\n"))
        #expect(request.contains("Content-Type: application/json\r\n"))
        #expect(request.hasSuffix("}"))
    }

    @Test func `says what became of a receiver that does not take it`() async throws {
        #expect(try await send("webhook", to: Receiver(.answer(500))) == "the answer was 500")
        #expect(try await send("webhook", to: Receiver(.answer(302))) == "the answer was 302")
        #expect(try await send("webhook", to: Receiver(.reset)) == "the connection failed")
        #expect(
            try await send("webhook", to: Receiver(.hang), limit: .milliseconds(100))
                == "no answer within 0 s")
    }

    private func run(_ script: String, limit: Duration = .seconds(60)) async throws -> (String?, String) {
        let directory = NSTemporaryDirectory() + "sender-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let program = directory + "/program"
        try Data("#!/bin/sh\nout=\(directory)/out\n\(script)\n".utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        let sender = AlertSender(link: "http://localhost:8420", limit: limit, mailProgram: program)
        let isMail = script.contains("mail")
        let channel = try #require(
            AlertChannel(isMail ? "ops=sendmail:ops@example.com" : "ops=command:\(program) one two"))
        let failure = await sender.send(Self.notification, to: channel)
        await sender.close()
        return (failure, (try? String(contentsOfFile: directory + "/out", encoding: .utf8)) ?? "")
    }

    @Test func `hands a program its arguments, JSON and the notification's id`() async throws {
        let (failure, text) = try await run(#"{ echo "$1 $2 $ETL_WATCH_NOTIFICATION_ID"; cat; } > $out"#)
        #expect(failure == nil)
        let lines = text.split(separator: "\n", maxSplits: 1)
        #expect(lines.first == "one two \(Self.notification.id)")
        let object =
            try JSONSerialization.jsonObject(with: Data(try #require(lines.last).utf8)) as? [String: Any]
        #expect(object?["version"] as? String == "4")
    }

    @Test func `hands sendmail a whole message`() async throws {
        let (failure, text) = try await run(#"{ echo "mail $@"; cat; } > $out"#)
        #expect(failure == nil)
        #expect(text.hasPrefix("mail -t -i\nTo: ops@example.com\n"))
    }

    @Test func `tells a program that fails, hangs or is not there`() async throws {
        #expect(try await run("exit 3").0 == "the program ended with 3")
        #expect(try await run("exec sleep 600", limit: .milliseconds(200)).0 == "no answer within 0 s")
        let channel = try #require(AlertChannel("ops=command:/nowhere/program"))
        let sender = AlertSender(link: "http://localhost:8420")
        #expect(await sender.send(Self.notification, to: channel) == "the program could not be started")
        await sender.close()
    }

    @Test func `survives a program that does not read`() async throws {
        #expect(try await run("exec <&-").0 == nil)
    }
}

/// What a receiver does with a request, and what it got.
final class Receiver: Sendable {
    enum Behaviour {
        case answer(Int)
        case hang, reset
    }

    let behaviour: Behaviour
    private let text = Mutex("")

    init(_ behaviour: Behaviour) { self.behaviour = behaviour }

    var request: String { text.withLock { $0 } }

    /// - Returns: Whether the request is whole.
    func take(_ part: String) -> Bool {
        text.withLock { text in
            text += part
            return text.contains("\r\n\r\n") && text.hasSuffix("}")
        }
    }
}

private final class ReceiverHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let receiver: Receiver

    init(_ receiver: Receiver) { self.receiver = receiver }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard receiver.take(String(buffer: unwrapInboundIn(data))) else { return }
        switch receiver.behaviour {
        case .hang: break
        case .reset: context.close(promise: nil)
        case .answer(let status):
            let answer = "HTTP/1.1 \(status) Word\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n\r\n"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }
}
