import Synchronization

@testable import ETLModel
@testable import ETLPipeline

/// A parser, and what must hold of it for any bytes.
struct FuzzTarget: Sendable {
    let name: String
    private let body: @Sendable ([UInt8]) async throws -> Void

    /// - Parameter body: May throw what a parser may throw of a bad file; anything else is a finding.
    init(_ name: String, _ body: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// The one that this process is for.
    static let current = Mutex<FuzzTarget?>(nil)

    static let all =
        telegramTargets + slackTargets + calendarTargets + hubspotTargets + [archive] + tableTargets
        + [configuration]

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

    func run(_ input: [UInt8]) {
        switch CallingThread().run({ [body] in try await body(input) }) {
        case .success: break
        case .failure(is TransformError), .failure(is TransformError.Cause): break
        case .failure(let error):
            fatalError("\(name) threw \(type(of: error)), which is no fault of a file")
        }
    }
}

/// Ends the process, which libFuzzer reports with the input.
func require(_ condition: Bool, _ what: StaticString) {
    if !condition { fatalError("\(what)") }
}
