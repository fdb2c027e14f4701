"""Runs a program as the hardening of a systemd unit lets it, without systemd:

    confined.py UNIT WRITABLE PROGRAM ARGUMENT…

Sets the unit's system-call filter and what else systemd makes filters of (MemoryDenyWriteExecute,
RestrictAddressFamilies, RestrictNamespaces, RestrictRealtime, LockPersonality, RestrictSUIDSGID) and
NoNewPrivileges, takes all capabilities away, and makes all but the directory WRITABLE read-only
(ProtectSystem=strict). A directive of this kind that the unit lacks is an error: nothing would be tested.
"""

import ctypes
import errno
import os
import subprocess
import sys

ALLOW, MASKED_EQUAL, NOT_EQUAL = 0x7FFF0000, 7, 1
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 38, 24
CLONE_NAMESPACES, CLONE_NEWNS = 0x7E020080, 0x00020000
PROT_WRITE_EXEC, PROT_EXEC, SHM_EXEC = 6, 4, 0o100000
SCHED_OTHER, SCHED_BATCH, SCHED_IDLE = 0, 3, 5
AF_UNIX = 1
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x1, 0x20, 0x1000, 0x4000, 0x40000

seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
libc = ctypes.CDLL(None, use_errno=True)
seccomp.seccomp_init.restype = ctypes.c_void_p


class Argument(ctypes.Structure):
    _fields_ = [("index", ctypes.c_uint), ("compare", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def refuse(error):
    return 0x00050000 | error


class Filter:
    def __init__(self, otherwise):
        self.context = ctypes.c_void_p(seccomp.seccomp_init(otherwise))

    def add(self, action, call, *arguments):
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return  # of another architecture or a newer kernel
        array = (Argument * max(1, len(arguments)))(*arguments)
        failure = seccomp.seccomp_rule_add_array(self.context, ctypes.c_uint32(action), number, len(arguments), array)
        if failure:
            raise OSError(-failure, call)

    def load(self):
        failure = seccomp.seccomp_load(self.context)
        if failure:
            raise OSError(-failure, "seccomp_load")


def members(group):
    """The system calls of a group such as @system-service."""
    if not group.startswith("@"):
        return {group}
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True).stdout
    names = [line.strip() for line in text.splitlines()[1:] if line.strip() and not line.strip().startswith("#")]
    return set().union(*map(members, names))


def directives(unit):
    found = {}
    with open(unit) as lines:
        for line in lines:
            name, equals, value = line.strip().partition("=")
            if equals and not line.startswith("#"):
                found.setdefault(name, []).append(value)
    return found


def allowed(filters):
    calls = set()
    for words in filters:
        removes = words.startswith("~")
        for group in words.lstrip("~").split():
            calls = calls - members(group) if removes else calls | members(group)
    return calls


def confine(unit, writable):
    wanted = directives(unit)
    for name in (
        "NoNewPrivileges", "MemoryDenyWriteExecute", "RestrictNamespaces", "RestrictRealtime", "LockPersonality",
        "RestrictSUIDSGID",
    ):
        assert wanted[name] == ["yes"], name
    assert wanted["RestrictAddressFamilies"] == ["AF_UNIX"] and wanted["ProtectSystem"] == ["strict"]
    assert wanted["CapabilityBoundingSet"] == [""] and wanted["SystemCallErrorNumber"] == ["EPERM"]

    if os.geteuid() == 0:
        make_read_only(writable)
        for capability in range(64):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    assert libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0

    details = Filter(ALLOW)
    no = refuse(errno.EPERM)
    details.add(no, "mmap", Argument(2, MASKED_EQUAL, PROT_WRITE_EXEC, PROT_WRITE_EXEC))
    for call in ("mprotect", "pkey_mprotect"):
        details.add(no, call, Argument(2, MASKED_EQUAL, PROT_EXEC, PROT_EXEC))
    details.add(no, "shmat", Argument(2, MASKED_EQUAL, SHM_EXEC, SHM_EXEC))
    details.add(refuse(errno.EAFNOSUPPORT), "socket", Argument(0, NOT_EQUAL, AF_UNIX, 0))
    for bit in range(32):
        flag = CLONE_NAMESPACES & 1 << bit
        if flag:
            details.add(no, "clone", Argument(0, MASKED_EQUAL, flag, flag))
            details.add(no, "unshare", Argument(0, MASKED_EQUAL, flag, flag))
    details.add(refuse(errno.ENOSYS), "clone3")  # its flags are out of a filter's sight
    details.add(no, "setns")
    details.add(no, "personality", Argument(0, NOT_EQUAL, 0xFFFFFFFF, 0))
    for policy in set(range(8)) - {SCHED_OTHER, SCHED_BATCH, SCHED_IDLE}:
        details.add(no, "sched_setscheduler", Argument(1, MASKED_EQUAL, 0xFFFFFFFF, policy))
    for call, position in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("open", 2), ("openat", 3)):
        for bit in (0o4000, 0o2000):
            details.add(no, call, Argument(position, MASKED_EQUAL, bit, bit))
    calls = Filter(no)
    for call in allowed(wanted["SystemCallFilter"]):
        calls.add(ALLOW, call)
    details.load()
    calls.load()


def make_read_only(writable):
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    mount(None, "/", MS_REC | MS_PRIVATE)
    mount(writable, writable, MS_BIND)
    with open("/proc/self/mountinfo") as lines:
        places = [line.split()[4].encode().decode("unicode_escape") for line in lines]
    for place in places:
        if place == writable or place.split("/")[1] in ("dev", "proc", "sys"):
            continue
        try:
            mount(None, place, MS_REMOUNT | MS_BIND | MS_RDONLY)
        except OSError:
            # What others mount and unmount meanwhile is of no matter.
            if place == "/":
                raise


def mount(source, target, flags):
    source = source.encode() if source else None
    if libc.mount(source, target.encode(), None, ctypes.c_ulong(flags), None) != 0:
        raise OSError(ctypes.get_errno(), target)


if __name__ == "__main__":
    confine(sys.argv[1], os.path.realpath(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
