@testable import ETLModel
@testable import ETLSlack

extension FuzzTarget {
    static let slackTargets = [
        FuzzTarget("slack-day") { input in
            try await ReadFile(
                transformer: SlackDayTransformer(), assembler: SlackAssembler(),
                path: RelativePath("Export May 1 2024/general/2024-05-06.json"))(input)
        },
        // The first byte chooses the list.
        FuzzTarget("slack-lists") { input in
            let names = ["users", "org_users", "channels", "groups", "dms", "mpims"]
            let name = names[Int(input.first ?? 0) % names.count]
            try await ReadFile(
                transformer: SlackListTransformer(), assembler: SlackAssembler(),
                path: RelativePath("Export May 1 2024/\(name).json"))(Array(input.dropFirst()))
        },
    ]
}
