package import ETLModel

/// How a running daemon watches; read by other processes, such as `status`.
public struct WatchReport: Codable, Hashable, Sendable {
    /// How well a drop directory is watched.
    public struct Drop: Codable, Hashable, Sendable {
        public enum State: String, Codable, Sendable {
            /// Changes are seen at once.
            case watched
            /// Changes are seen by scanning only.
            case scanned
            /// It is not there; its data stays as it was.
            case away
            /// It is there, and no process watches it.
            case unwatched
        }

        public let name: String
        public let path: String
        public let state: State
        /// Why it is not watched, or only partly.
        public let cause: String?
        /// Directories in it that are scanned, since their file systems do not tell of changes.
        public let scanned: [String]

        package init(_ root: DropRoot, _ fault: WatchFault?, polled: [RelativePath]) {
            name = root.name
            path = RelativePath(bytes: root.path).escaped
            state =
                switch fault {
                case nil: .watched
                case .missing: .away
                default: .scanned
                }
            cause = fault.map { "\($0)" }
            scanned = polled.map(\.escaped)
        }

        /// A drop directory that is not watched.
        package init(unwatched root: DropRoot) {
            name = root.name
            path = RelativePath(bytes: root.path).escaped
            let isThere = (try? FileStatus.following(root.path))?.kind == .directory
            state = isThere ? .unwatched : .away
            cause = isThere ? nil : "\(WatchFault.missing)"
            scanned = []
        }
    }

    /// The daemon, so that what one left behind that did not end in order is not taken for another's.
    package let process: Int32
    public let drops: [Drop]
    /// Files that were read while their writers had them open. Their data is provisional.
    public let openFiles: [String]
    /// Of them, how many there are; not all may be named.
    public let openFileCount: Int

    private static let namedFileCount = 1_000

    package init(process: Int32, drops: [Drop], open: Set<DropPath>) {
        self.process = process
        self.drops = drops
        openFiles = open.sorted().prefix(Self.namedFileCount).map(\.path.escaped)
        openFileCount = open.count
    }
}
