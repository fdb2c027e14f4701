// swift-tools-version: 6.2

import PackageDescription

// Apart from the main package, since its flags must not reach what people install; see scripts/fuzz.
let package = Package(
    name: "Fuzzing",
    dependencies: [.package(name: "etl-watch", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [.product(name: "StreamETL", package: "etl-watch")],
            path: "Sources/Fuzz",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ])
    ]
)
