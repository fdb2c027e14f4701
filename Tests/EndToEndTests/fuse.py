"""Shows a directory through FUSE, read-only, so that the kernel does not see who changes it.

python3 fuse.py MOUNT BACKING: serves until it is unmounted.
"""
import ctypes
import errno
import os
import struct
import sys

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE = 1, 2, 3, 14, 15, 17, 18
INIT, OPENDIR, READDIR, RELEASEDIR, INTERRUPT, DESTROY, BATCH_FORGET = 26, 27, 28, 29, 36, 38, 42

mount_point, backing = (os.path.abspath(path) for path in sys.argv[1:3])
device = os.open("/dev/fuse", os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)
options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
if libc.mount(b"backing", mount_point.encode(), b"fuse", 6, options.encode()) != 0:
    sys.exit(os.strerror(ctypes.get_errno()))

paths = {1: backing}
numbers = {backing: 1}


def number(path):
    if path not in numbers:
        numbers[path] = len(paths) + 1
        paths[numbers[path]] = path
    return numbers[path]


def attributes(path):
    found = os.lstat(path)
    times = [found.st_atime_ns, found.st_mtime_ns, found.st_ctime_ns]
    return struct.pack(
        "<6Q10I", number(path), found.st_size, found.st_blocks, *(t // 10**9 for t in times),
        *(t % 10**9 for t in times), found.st_mode, found.st_nlink, found.st_uid, found.st_gid,
        found.st_rdev, 4096, 0)


def entries(path, offset, size):
    listed = b""
    for index, name in enumerate([".", "..", *sorted(os.listdir(path))]):
        if index < offset:
            continue
        encoded = os.fsencode(name)
        kind = 4 if os.path.isdir(os.path.join(path, name)) else 8
        entry = struct.pack("<QQII", number(os.path.join(path, name)), index + 1, len(encoded), kind)
        entry += encoded
        entry += bytes(-len(entry) % 8)
        if len(listed) + len(entry) > size:
            break
        listed += entry
    return listed


def answer(operation, node, body):
    path = paths.get(node, backing)
    if operation == INIT:
        return struct.pack("<4I2H2I2H7I", 7, 31, 1 << 16, 0, 12, 9, 1 << 16, 1, 0, 0, *[0] * 7)
    if operation == LOOKUP:
        child = os.path.join(path, os.fsdecode(body.split(b"\0")[0]))
        found = attributes(child)
        return struct.pack("<4Q2I", number(child), 0, 0, 0, 0, 0) + found
    if operation == GETATTR:
        return struct.pack("<QII", 0, 0, 0) + attributes(path)
    if operation in (OPEN, OPENDIR):
        return struct.pack("<QII", 0, 1, 0)
    if operation in (READ, READDIR):
        _, offset, size = struct.unpack_from("<QQI", body)
        if operation == READDIR:
            return entries(path, offset, size)
        with open(path, "rb") as file:
            file.seek(offset)
            return file.read(size)
    if operation == STATFS:
        return struct.pack("<5Q4I6I", 1, 1, 1, 1, 1, 4096, 255, 4096, 0, *[0] * 6)
    if operation in (RELEASE, RELEASEDIR):
        return b""
    raise OSError(errno.ENOSYS, "")


while True:
    try:
        request = os.read(device, 1 << 17)
    except OSError as error:
        if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
            continue
        break
    _, operation, unique, node = struct.unpack_from("<IIQQ", request)
    if operation in (FORGET, BATCH_FORGET, INTERRUPT):
        continue
    try:
        error, reply = 0, answer(operation, node, request[40:])
    except OSError as failure:
        error, reply = -(failure.errno or errno.EIO), b""
    try:
        os.write(device, struct.pack("<IiQ", 16 + len(reply), error, unique) + reply)
    except OSError:
        pass
    if operation == DESTROY:
        break
