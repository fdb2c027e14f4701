// swift-tools-version: 6.2

import PackageDescription

// The targets stand in the order in which data flows; each sees only what stands above it. A target of the
// library is a folder of Sources/StreamETL.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A room of the library: the target `ETL` and the folder's name, so that it is unique in anybody's package graph.
func room(_ folder: String, sees dependencies: [Target.Dependency] = []) -> Target {
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    return .target(
        name: "ETL" + name, dependencies: dependencies, path: "Sources/StreamETL/" + folder,
        swiftSettings: strict)
}

let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")

let libraries: [Target] = [
    .target(name: "CInotify"),
    .target(name: "CLinuxIO"),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CPublicSuffix", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
    .systemLibrary(name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
    .target(
        name: "CYYJSON", exclude: ["LICENSE", "VERSION"],
        cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
]

let rooms: [Target] = [
    // Values that every room speaks: paths, contributions, items, decisions, errors. No I/O.
    room("Model", sees: ["CXXHash"]),
    // The room that asks the kernel about files: status, opening, listing, writing and replacing.
    room("Files", sees: ["ETLModel", "CLinuxIO", "CXXHash"]),
    // How JSON text is written, and pages of messages.
    room("Rendering", sees: ["ETLModel"]),
    // Settings from flags, the environment, `.env`, YAML and defaults.
    room(
        "Settings",
        sees: [
            "ETLModel", "ETLFiles", "CPublicSuffix",
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Yams", package: "Yams"),
        ]),
    // Log lines, timings, memory.
    room("Telemetry", sees: ["ETLModel", "ETLFiles", "ETLSettings", "CLinuxIO", logging]),
    // JSON, delimited text, archives and workbooks, for any source.
    room("Formats", sees: ["ETLModel", "ETLRendering", "CArchive", "CLibXML2", "CYYJSON"]),
    // Drop directories: walked, and watched with inotify.
    room("Watching", sees: ["ETLModel", "ETLFiles", "CInotify"]),
    // Slack's workspace exports: bytes to contributions, contributions to conversations.
    room("Sources/Slack", sees: ["ETLModel", "ETLRendering", "ETLFormats"]),
    // Telegram Desktop's HTML and result.json.
    room("Sources/Telegram", sees: ["ETLModel", "ETLRendering", "ETLFormats", "CLibXML2", "CYYJSON"]),
    // Calendars: ICS files and pages of Google's API.
    room("Sources/Calendar", sees: ["ETLModel", "ETLRendering", "ETLFormats"]),
    // HubSpot: CSV, workbooks and pages of its API.
    room("Sources/HubSpot", sees: ["ETLModel", "ETLRendering", "ETLFormats"]),
    // SQLite: files, contents, contributions, units, groups, items, decisions.
    room("Store", sees: ["ETLModel", "ETLFiles", asyncAlgorithms] + grdb),
    // What changed files amount to: comparing, hashing, transforming on a bounded pool.
    room(
        "Ingesting",
        sees: [
            "ETLModel", "ETLFiles", "ETLTelemetry", "ETLFormats", "ETLWatching", "ETLStore", asyncAlgorithms,
        ]),
    // What is counted and measured, as OpenMetrics text.
    room(
        "Metrics",
        sees: [
            "ETLModel", "ETLFiles", "ETLTelemetry", "ETLWatching", "ETLStore", "ETLIngesting", logging,
            .product(name: "CoreMetrics", package: "swift-metrics"),
        ]),
    // Units to groups to items.
    room("Assembling", sees: ["ETLModel", "ETLTelemetry", "ETLStore"]),
    // Items to companies, with rule, confidence and evidence.
    room("Matching", sees: ["ETLModel", "ETLRendering", "ETLSettings", "ETLFormats"]),
    // The unified JSON as a file: regions, placing, replacing.
    room(
        "Snapshot",
        sees: ["ETLModel", "ETLFiles", "ETLRendering", "ETLStore", "ETLMatching", "CArchive"]),
    // Drives the flow: backfill and run.
    room(
        "Pipeline",
        sees: [
            "ETLModel", "ETLFiles", "ETLRendering", "ETLSettings", "ETLTelemetry", "ETLFormats",
            "ETLWatching", "ETLSlack", "ETLTelegram", "ETLCalendar", "ETLHubSpot", "ETLStore", "ETLIngesting",
            "ETLMetrics", "ETLAssembling", "ETLMatching", "ETLSnapshot", logging,
        ]),
]

// What stands on the core and what no room of it knows; `import StreamETL` does not bring it. ETL_WATCH_CORE leaves it
// out: sanitizers and fuzzing have nothing to find there.
let isCore = Context.environment["ETL_WATCH_CORE"] != nil
let servers: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Serving"])),
    .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Serving"])),
    .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Serving"])),
    .product(name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Serving"])),
    .product(name: "HummingbirdTLS", package: "hummingbird", condition: .when(traits: ["Serving"])),
    .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Serving"])),
    .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["Serving"])),
    .product(
        name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Serving"])),
]
let clients: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["Serving"])),
    .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Serving"])),
    .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Serving"])),
    .product(
        name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Serving"])),
]
let leaves: [Target] =
    isCore
    ? []
    : [
        // What people on call are told: rules, channels, and what was told of what.
        room(
            "Alerting",
            sees: ["ETLModel", "ETLFiles", "ETLSettings", "ETLStore", logging] + clients + grdb),
        // Files that the server carries.
        .target(name: "CDashboard", exclude: ["assets"]),
        // The unified JSON, its state and its events over HTTP.
        room(
            "Serving",
            sees: [
                "ETLModel", "ETLFiles", "ETLSettings", "ETLStore", "ETLSnapshot", "ETLAlerting", "CDashboard",
                logging,
            ] + servers + grdb),
    ]

let everyRoom: [Target.Dependency] = rooms.map { .target(name: $0.name) }

// The library's public face: one import brings every room.
let library: Target = .target(
    name: "StreamETL", dependencies: everyRoom, path: "Sources/StreamETL",
    exclude: Set(rooms.compactMap { $0.path?.split(separator: "/").dropFirst(2).first.map(String.init) })
        .union(["Alerting", "Serving"])
        .sorted(),
    swiftSettings: strict)

let programs: [Target] = [
    .executableTarget(
        name: "etl-watch",
        dependencies: [
            "CLinuxIO", "StreamETL", asyncAlgorithms, logging,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ]
            + (isCore
                ? []
                : ["ETLAlerting", "ETLServing"].map {
                    .byName(name: $0, condition: .when(traits: ["Serving"]))
                }),
        swiftSettings: strict),
    .executableTarget(
        name: "NotesExample", dependencies: ["StreamETL"], path: "Examples/Notes", swiftSettings: strict),
    .executableTarget(
        name: "MatchingGrowth", dependencies: ["StreamETL"], path: "Benchmarks/MatchingGrowth",
        swiftSettings: strict),
]

let tests: [Target] = [
    .testTarget(
        name: "StreamETLTests",
        dependencies: [
            "CLibical", "NotesExample", "StreamETL", logging, .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "CoreMetrics", package: "swift-metrics"),
        ] + everyRoom,
        swiftSettings: strict),
    .testTarget(
        name: "EndToEndTests", dependencies: ["NotesExample", "etl-watch"],
        exclude: ["FaultyDisk", "Databases", "Golden", "confined.py", "fuse.py", "intact.py", "validate.py"],
        swiftSettings: strict),
    .testTarget(
        name: "FuzzTests", dependencies: everyRoom, path: "Fuzzing/Sources",
        exclude: ["Fuzz/Fuzz.swift"], swiftSettings: strict),
]

let surfaceTests: [Target] =
    isCore
    ? []
    : [
        .testTarget(
            name: "ServingTests",
            dependencies: everyRoom + [
                "ETLServing",
                .product(
                    name: "HummingbirdTesting", package: "hummingbird", condition: .when(traits: ["Serving"])),
            ] + servers + grdb,
            swiftSettings: strict),
        .testTarget(
            name: "AlertingTests",
            dependencies: everyRoom + ["ETLAlerting", logging] + clients + grdb + [
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Serving"]))
            ],
            exclude: ["Golden"], swiftSettings: strict),
    ]

let package = Package(
    name: "etl-watch",
    products: [
        .library(name: "StreamETL", targets: ["StreamETL"]),
        .executable(name: "etl-watch", targets: ["etl-watch"]),
    ],
    traits: [
        .trait(name: "Serving", description: "The command `serve`: the unified JSON over HTTP."),
        .default(enabledTraits: isCore ? [] : ["Serving"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: libraries + rooms + [library] + leaves + programs + tests + surfaceTests)
