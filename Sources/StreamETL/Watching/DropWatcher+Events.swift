import CInotify
import ETLFiles
import ETLModel

/// Translates the kernel's events into changes of the drop directories.
extension DropWatcher {
    func translate(_ event: InotifyEvent) {
        if event.has(IN_Q_OVERFLOW) {
            waiting.append(.overflow)
            return
        }
        guard let here = roles[event.watch] else { return }
        if event.has(IN_IGNORED) {
            for role in here { forget(role) }
            roles[event.watch] = nil
            waiting += targets.links(through: event.watch).map(WatchEvent.subtree)
            return
        }
        for role in here {
            switch role {
            case .control: waiting += controlFiles.changes(by: event).map(WatchEvent.control)
            case .targets:
                for link in targets.links(over: event.name, in: event.watch) { translate(event, for: link) }
            case .directory(let directory): translate(event, in: directory)
            }
        }
    }

    private func translate(_ event: InotifyEvent, in directory: DropPath) {
        if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) {
            if directory.path.isRoot { nextRootCheck = .now }
            return
        }
        guard !event.name.isEmpty else {
            // Of other directories their parents tell.
            if directory.path.isRoot, event.has(IN_ATTRIB) { waiting.append(.subtree(directory)) }
            return
        }
        let path = DropPath(drop: directory.drop, path: directory.path.appending(event.name))
        if event.has(IN_ISDIR) {
            guard !filter.ignoresDirectory(named: event.name) else { return }
            if event.has(IN_MOVED_FROM) { unwatch(below: path) }
            // Only an empty directory can be deleted: there is none below it.
            if event.has(IN_DELETE) { unwatch(path) }
            if !event.has(IN_MODIFY) { waiting.append(.subtree(path)) }
            return
        }
        guard !filter.ignoresFile(named: event.name) else { return }
        if event.has(IN_CREATE) || event.has(IN_MOVED_TO), scanner.isSymbolicLink(path) {
            // It may lead to a directory.
            waiting.append(.subtree(path))
            return
        }
        if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { release(targets.forget(path)) }
        if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) || event.has(IN_MOVED_FROM)
            || event.has(IN_DELETE)
        {
            // A name that was a symbolic link to a directory leaves watches behind.
            if event.has(IN_MOVED_FROM) || event.has(IN_DELETE), watches[path] != nil {
                unwatch(below: path)
                waiting.append(.subtree(path))
            } else {
                let isThere = event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO)
                waiting.append(isThere ? .settled(path) : .removed(path))
            }
        } else {
            waiting.append(event.has(IN_MODIFY) ? .writing(path) : .lately(path))
        }
    }

    /// A name changed that a symbolic link leads over.
    private func translate(_ event: InotifyEvent, for link: DropPath) {
        let isDirectory = event.has(IN_ISDIR)
        if event.has(IN_MODIFY) {
            if !isDirectory { waiting.append(.writing(link)) }
        } else if !isDirectory, event.has(IN_CLOSE_WRITE) || event.has(IN_ATTRIB) {
            waiting.append(.settled(link))
        } else {
            waiting.append(.subtree(link))
        }
    }

    private func forget(_ role: Role) {
        guard case .directory(let path) = role else { return }
        watches[path] = nil
        // Its successor of the same name may even get the same inode.
        if path.path.isRoot, identities[path.drop] != nil {
            identities[path.drop] = (device: -1, inode: -1)
            nextRootCheck = .now
        }
    }
}
