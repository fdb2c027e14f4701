import Foundation

@testable import ETLHubSpot
@testable import ETLModel

extension FuzzTarget {
    static let hubspotTargets = [
        FuzzTarget("hubspot-csv") { input in
            try await ReadFile(
                transformer: HubSpotCSVTransformer(limits: InputLimits(), zone: .gmt),
                assembler: HubSpotAssembler(),
                path: RelativePath("hubspot-crm-exports-all-deals-2024-06-30.csv"))(input)
        },
        FuzzTarget("hubspot-api") { input in
            try await ReadFile(
                transformer: HubSpotAPITransformer(limits: InputLimits(), zone: .gmt),
                assembler: HubSpotAssembler(), path: RelativePath("deals-page.json"))(input)
        },
    ]
}
