"""What a process has used, and what it holds, as the system counts it."""

import os
import resource
from pathlib import Path


def cpu_of(pid: int) -> float:
    """CPU-seconds, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_of(pid: int) -> float:
    """Megabytes now."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
