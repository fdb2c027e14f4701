"""Starting programs and measuring them."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time


@dataclasses.dataclass
class Finished:
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str
    started_ns: int

    def seconds_to(self, path):
        """From the start until the file got its name or its last byte: what sets a file's time of change."""
        return (os.stat(path).st_ctime_ns - self.started_ns) / 1e9


def run(arguments, accepted=(0,), **options):
    """Runs a program to its end: from before it is started until it is gone."""
    arguments = list(map(str, arguments))
    started_ns, started = time.time_ns(), time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in accepted:
        sys.exit(f"{' '.join(arguments)} ended with {process.returncode}")
    return Finished(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, output, started_ns)


class Daemon:
    """A program that runs until it is told to stop; ready when a line of its output says so."""

    def __init__(self, arguments, ready, **options):
        self.started = time.monotonic()
        self.process = subprocess.Popen(list(map(str, arguments)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, **options)
        for line in self.process.stdout:
            if ready in line:
                self.seconds_to_ready = time.monotonic() - self.started
                self.cpu_seconds_to_ready = self.cpu_seconds()
                # Somebody has to read on, or a program that logs much would wait for it.
                self.reader = threading.Thread(target=self.process.stdout.read, daemon=True)
                self.reader.start()
                return
        sys.exit(f"{' '.join(map(str, arguments))} ended before it was ready")

    def cpu_seconds(self):
        """User and system time of all its threads, ended ones too."""
        # What clock_getcpuclockid(3) answers: the scheduler's clock of the process.
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def peak_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.reader.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
