"""How much memory this process has held at most."""

import resource
import sys
from pathlib import Path


def peak() -> int:
    """In bytes. On Linux from the process itself, since there `ru_maxrss` begins with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
