#if Serving
    import ArgumentParser
    import ETLServing
    import Glibc
    import StreamETL

    struct ServeCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Serve the unified JSON, its state and its events over HTTP.",
            discussion: """
                Listens on serve.address and on a Unix socket that only its owner may open. Everybody else shows a
                token (etl-watch token) or signs a browser in (etl-watch login). SIGTERM and SIGINT end it.
                """)

        @Flag(help: "Print a link that signs a browser in; a terminal gets one anyhow.")
        var printLogin = false

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let session = try Session(shared, needsDrops: false)
            let printsLogin = printLogin || isatty(STDOUT_FILENO) == 1
            let server = try Server(session.settings, logger: session.logger) { link in
                guard printsLogin else { return }
                print("Open within 60 seconds: \(link)")
                fflush(nil)
            }
            try await server.runUntilSignal()
        }
    }

    struct LoginCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "login",
            abstract: "Print a link that signs a browser in to a running serve.",
            discussion: "The link works once, within 60 seconds.")

        @OptionGroup var shared: SharedOptions

        func run() throws {
            let settings = try Session(shared, needsDrops: false).settings
            print(try LoginRequest.link(from: settings.serveSocket))
        }
    }
#endif
