import ETLFiles
import ETLModel
public import ETLStore
import Logging

extension Pipeline {
    /// Says where the drop directories are, and what became of them since the last start.
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
    /// What happened, with counts, and what may be done about it.
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

    /// Whether somebody asked for it, or nothing is to be done about it.
    var isExpected: Bool {
        switch kind {
        case .moved, .forgotten: true
        case .unconfigured, .removed: false
        }
    }
}
