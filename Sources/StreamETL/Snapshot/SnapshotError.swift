import ETLFiles
import ETLModel

/// Why a snapshot could not be put in its place.
public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Step: String, Sendable { case create, write, sync, rename }

    public let step: Step
    public let errno: Int32

    public var description: String {
        "The snapshot cannot be put in place (\(step.rawValue): \(ErrorNumber.text(errno)))."
            + " Check the space and the permissions of the output directory."
    }
}

extension SnapshotError {
    init(_ error: FileWriteError) {
        let step: Step =
            switch error.step {
            case .create: .create
            case .write: .write
            case .sync: .sync
            case .rename: .rename
            }
        self.init(step: step, errno: error.errno)
    }
}
