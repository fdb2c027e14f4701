import ETLFiles
import ETLModel
public import ETLStore
import Logging

extension Pipeline {
    /// Logs the places of the drop directories, and their changes since the last start.
    nonisolated func reportDrops() {
        for drop in options.drops {
            logger.info("Drop directory \(drop.name): \(RelativePath(bytes: drop.path).escaped)")
        }
        for change in dropChanges {
            logger.log(level: change.isExpected ? .notice : .warning, "\(change)")
        }
    }
}

extension DropChange: CustomStringConvertible {
    /// The change with its counts, and the remedy.
    public var description: String {
        let files = Count.of(fileCount, "file")
        switch kind {
        case .moved(let place):
            return
                "Drop directory \(name) lies elsewhere than before (\(RelativePath(bytes: place).escaped));"
                + " what is known of it goes on: \(files)"
        case .unconfigured:
            return "Drop directory \(name) is no longer configured; what it said is kept: \(files)."
                + " Name it again, move it with etl-watch drops rename \(name) NEW, or let go of it with"
                + " --forget-drop \(name)"
        case .removed:
            return
                "Drop directory \(name) is no longer configured; its data is taken out, since retention is mirror:"
                + " \(files)"
        case .forgotten: return "Drop directory \(name) is forgotten; its data is taken out: \(files)"
        }
    }

    /// Whether it was asked for, or needs no attention.
    var isExpected: Bool {
        switch kind {
        case .moved, .forgotten: true
        case .unconfigured, .removed: false
        }
    }
}
