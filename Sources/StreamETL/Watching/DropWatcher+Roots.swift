import ETLFiles
import ETLModel

/// Drop directories come, go, are replaced, and are watched well or not.
extension DropWatcher {
    func recover(_ drop: Int) {
        guard let fault = faults[drop], fault != .missing, fault != .unwatchableFileSystem else { return }
        faults[drop] = nil
        waiting.append(.recovered(drop: drop))
        if let root = roots.all.first(where: { $0.index == drop }), !tells(of: root.path) {
            degrade(drop, .unwatchableFileSystem)
        }
    }

    func degrade(_ drop: Int, _ fault: WatchFault) {
        switch (faults[drop], fault) {
        // Said once, however many directories are concerned.
        case (.watchLimit, .watchLimit): faults[drop] = fault
        case (let known, _) where known == fault: break
        default:
            faults[drop] = fault
            waiting.append(.degraded(drop: drop, fault))
        }
    }

    /// Finds drop directories that came, went or were replaced.
    func checkRoots() {
        for root in roots.all {
            guard let status = try? FileStatus.following(root.path), status.kind == .directory,
                !(mounted.contains(root.index) && SystemPath.isVacated(root.path))
            else {
                if identities.removeValue(forKey: root.index) != nil {
                    waiting += targets.links(outside: root.index).map(WatchEvent.subtree)
                    unwatch(below: DropPath(drop: root.index, path: .root))
                    faults[root.index] = .missing
                    waiting.append(.degraded(drop: root.index, .missing))
                }
                continue
            }
            let identity = (device: status.fingerprint.device, inode: status.fingerprint.inode)
            if let known = identities[root.index], known == identity { continue }
            let wasKnown = identities.updateValue(identity, forKey: root.index) != nil
            // No watched directory reports a new target of a symbolic link into this one.
            waiting += targets.links(outside: root.index).map(WatchEvent.subtree)
            if wasKnown { unwatch(below: DropPath(drop: root.index, path: .root)) }
            if SystemPath.isMountPoint(root.path) {
                mounted.insert(root.index)
            } else {
                mounted.remove(root.index)
            }
            waiting.append(.subtree(DropPath(drop: root.index, path: .root)))
            if let queueFault {
                degrade(root.index, queueFault)
                continue
            }
            faults[root.index] = nil
            waiting.append(.recovered(drop: root.index))
            if !tells(of: root.path) { degrade(root.index, .unwatchableFileSystem) }
        }
    }
}
