import ETLSettings
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging

@testable import ETLServing

/// A server over a directory of its own, without a store.
struct TestHouse {
    let directory: String
    let house: House

    init(meter: RequestMeter = RequestMeter()) throws {
        directory = NSTemporaryDirectory() + "serving-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        house = House(
            state: try ServeState(path: directory + "/serve.db"), meter: meter,
            guarding: AddressGuard(hosts: ["localhost", "127.0.0.1"], scheme: "http"),
            place: PublicPlace(scheme: "http", host: "localhost", port: 8420),
            databasePath: directory + "/etl_watch.db", outputPath: directory + "/unified.json", asOf: nil)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: directory + "/" + name))
    }

    func token(_ scope: Scope, expires: Int64? = nil) throws -> String {
        try house.state.createToken(
            named: "test", scope: scope, expires: expires, by: "test", at: Doorkeeper.now)
    }

    /// Sends requests over real sockets.
    func serve<Value: Sendable>(
        isSocket: Bool = false, _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let application = Application(
            router: RouteTable(house).router(house, isSocket: isSocket),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: Logger(label: "test"))
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return try await application.test(.live, test)
    }
}

func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }
