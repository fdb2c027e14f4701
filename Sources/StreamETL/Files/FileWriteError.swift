/// A file could not be put in its target's place: the step that failed, and the kernel's error.
package struct FileWriteError: Error, Hashable, Sendable {
    package enum Step: String, Sendable { case create, write, sync, rename }

    package let step: Step
    package let errno: Int32

    package init(step: Step, errno: Int32) {
        self.step = step
        self.errno = errno
    }
}
