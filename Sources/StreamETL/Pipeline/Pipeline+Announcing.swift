import ETLFiles
import ETLModel
import ETLWatching
import Logging

extension Pipeline {
    /// Tells the log and all listeners how well drop directories are watched.
    static func announce(
        _ event: WatchEvent, of roots: DropRoots, on notices: NoticeBoard, logger: Logger
    ) {
        func name(_ drop: Int) -> String { roots.all.first { $0.index == drop }?.name ?? "\(drop)" }
        switch event {
        case .degraded(let drop, let fault):
            logger.warning("Drop directory \(name(drop)): \(fault)")
            notices.post(.degraded(drop: drop, fault))
        case .recovered(let drop):
            logger.info("Drop directory \(name(drop)) is watched")
            notices.post(.recovered(drop: drop))
        case .polled(let path):
            logger.warning(
                "A directory's file system does not tell of changes; it is scanned",
                metadata: ["directory": "\(path.path.escaped)"])
            notices.post(.polled(path))
        case .overflow:
            logger.warning("Events were lost; everything is looked at. Raise fs.inotify.max_queued_events")
        default: break
        }
    }
}
