"""Hears whom a process speaks to, and every process that it starts."""

import ast
import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTING = """
import os, sys

def note(event, args):
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        address = args[1] if event in {"socket.connect", "socket.sendto"} else args[:2]
        line = f"{event.rpartition('.')[2]} {address!r}\\n"
        out = os.open(os.environ["SPOKEN_TO"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(out, line.encode())
        os.close(out)

sys.addaudithook(note)
"""
"""Read by every Python process before anything else, also by those that it starts."""


class Ear:
    """What the processes that are given `environment` connect to. It holds nothing of MINHU_*."""

    def __init__(self, folder: Path) -> None:
        folder = folder / "ear"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(NOTING, "utf-8")
        self._heard = folder / "spoken-to"
        path = os.pathsep.join([str(folder), str(ROOT)])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MINHU_")}
        self.environment = kept | {"PYTHONPATH": path, "SPOKEN_TO": str(self._heard)}

    def spoken_to(self) -> set[tuple[str, int]]:
        """Host and port of everything that was connected to or looked up."""
        lines = self._heard.read_text().splitlines() if self._heard.exists() else []
        found = [ast.literal_eval(line.partition(" ")[2]) for line in lines]
        return {(str(host), int(port or 0)) for host, port, *_ in (one for one in found if isinstance(one, tuple))}
