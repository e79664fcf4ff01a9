"""Where a SQLite store may lie: not on a network folder, where it could be spoilt without anybody being told."""

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Protocol

from simulator.errors import StoreError

NETWORK = frozenset((
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs",
    "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs", "webdav",
))  # fmt: skip
"""Kinds of file systems that reach other machines, by the names that Linux and macOS give them."""


class Partition(Protocol):
    """As psutil describes one."""

    @property
    def mountpoint(self) -> str: ...
    @property
    def fstype(self) -> str: ...


class NetworkFolder(StoreError):
    def __init__(self, folder: str, kind: str) -> None:
        super().__init__(
            f"Attempts cannot be kept in {folder}: that folder lies on another machine ({kind}). SQLite keeps what was "
            "written last in memory that every program on one machine shares (its WAL mode), and over a network "
            "attempts could be lost or spoilt without a word. Name a folder on this machine with --data DIR or "
            "COACHSIM_DATA; where several machines share attempts, name a PostgreSQL with COACHSIM_DATABASE."
        )
        self.folder, self.kind = folder, kind


def refuse_network_folder(folder: Path, partitions: Iterable[Partition] | None = None) -> None:
    """Raises `NetworkFolder` where a folder, which need not be there yet, lies on a network.

    `partitions` are those of this machine unless others are given.
    """
    kind = _kind(folder.resolve(), _here() if partitions is None else partitions)
    if kind in NETWORK:
        raise NetworkFolder(str(folder), kind)


def _kind(folder: PurePath, partitions: Iterable[Partition]) -> str:
    """The kind of the file system mounted nearest above a folder; of two at one place the later hides the earlier."""
    above = [each for each in partitions if folder.is_relative_to(each.mountpoint)]
    nearest = max(enumerate(above), key=lambda each: (len(PurePath(each[1].mountpoint).parts), each[0]), default=None)
    return nearest[1].fstype.lower() if nearest else ""


def _here() -> Iterable[Partition]:
    import psutil  # only where a store is opened in a folder

    try:
        return psutil.disk_partitions(all=True)
    except OSError:  # a system that does not tell is not held against anybody
        return ()
