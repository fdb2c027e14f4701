// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "etl-watch",
    products: [
        .library(name: "StreamETL", targets: ["StreamETL"]),
        .executable(name: "etl-watch", targets: ["etl-watch"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "CInotify"),
        .target(name: "CLinuxIO"),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(
            name: "CPublicSuffix", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(
            name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        .target(
            name: "CYYJSON", exclude: ["LICENSE", "VERSION"],
            cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .target(
            name: "StreamETL",
            dependencies: [
                "CArchive", "CInotify", "CLibXML2", "CLinuxIO", "CPublicSuffix", "CXXHash", "CYYJSON",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "etl-watch",
            dependencies: [
                "CLinuxIO", "StreamETL",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "NotesExample", dependencies: ["StreamETL"], path: "Examples/Notes",
            swiftSettings: strict),
        .executableTarget(
            name: "MatchingGrowth", dependencies: ["StreamETL"], path: "Benchmarks/MatchingGrowth",
            swiftSettings: strict),
        .testTarget(
            name: "StreamETLTests",
            dependencies: [
                "CLibical", "NotesExample", "StreamETL",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["NotesExample", "etl-watch"],
            exclude: ["FaultyDisk", "Golden", "confined.py", "fuse.py", "intact.py", "validate.py"],
            swiftSettings: strict),
        .testTarget(
            name: "FuzzTests", dependencies: ["StreamETL"], path: "Fuzzing/Sources",
            exclude: ["Fuzz/Fuzz.swift"], swiftSettings: strict),
    ]
)
