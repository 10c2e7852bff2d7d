"""What is sent may be made to burst: a workbook of gigabytes in a few kilobytes, a picture of a billion points, an answer that
unpacks for ever. None of it is unpacked; whoever sent it reads why."""

import gzip
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from pydantic import SecretStr
from xlsxwriter import Workbook

from bot.bot_api import ApiError, BotApi, TooLarge
from bot.hearing import Desk as Room
from bot.hearing import Stenographer
from bot.settings import GivenSettings
from cases.model import Happening, Media
from storage.plain_table import UnreadableTable, rows_of
from storage.registry_files.faults import RegistryFaults
from storage.registry_files.read import read_registry
from storage.store import Store
from storage.workbook_size import BROKEN, MOST_BYTES, TOO_MUCH, why_not
from tests.console.conftest import DISTRICT, Office, token_in
from tests.storage.conftest import FixedClock, Runs, desk_with_file

LARGE = MOST_BYTES + 1
TOKEN = "4242:AAuploadstesttokenuploadstest000000"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FOOT = "</sheetData></worksheet>"
STRINGS = "xl/sharedStrings.xml"


def workbook(path: Path, changes: dict[str, Callable[[bytes], bytes]] | None = None) -> Path:
    """One that a spreadsheet program would write, with some of its parts changed."""
    plain = BytesIO()
    with Workbook(plain, {"in_memory": True}) as book:
        book.add_worksheet("区划").write_string(0, 0, "工单编号")
    with ZipFile(plain) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = (changes or {}).get(name)
            new.writestr(name, change(old.read(name)) if change else old.read(name))
    return path


def with_cells(path: Path, cells: str) -> Path:
    return workbook(path, {SHEET: lambda _: f"{HEAD}{cells}{FOOT}".encode()})


def swollen(path: Path, part: str) -> Path:
    """Says of itself that it unpacks to a sixth of a gigabyte."""
    with ZipFile(workbook(path), "a", ZIP_DEFLATED) as book:
        book.writestr(part, b"<a/>")
    return claiming(path, part, LARGE)


def claiming(path: Path, part: str, size: int) -> Path:
    """The length that the archive gives for one of its parts, there and at the part itself."""
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", raw, at + 28)[0]
        if raw[at + 46 : at + 46 + length] == part.encode():
            struct.pack_into("<I", raw, at + 24, size)
            struct.pack_into("<I", raw, struct.unpack_from("<I", raw, at + 42)[0] + 22, size)
        at = raw.find(b"PK\x01\x02", at + 4)
    path.write_bytes(raw)
    return path


def wordy(path: Path, size: int) -> Path:
    """One word that is as long as that."""
    words = b"<si><t>" + b"a" * size + b"</t></si></sst>"
    return workbook(path, {STRINGS: lambda part: part.replace(b"</sst>", words)})


FAR = {
    "far down and to the right": '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "in small letters": "<row r='9'><c r='xfd1048576'><v>1</v></c></row>",
    "over two lines": '<row r="9"><c\n r = "XFD1048576" ><v>1</v></c></row>',
    "without saying where": '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
}


@pytest.mark.parametrize("cells", FAR.values(), ids=FAR)
def test_a_cell_far_away_fills_no_memory_wherever_a_table_comes_in(tmp_path: Path, cells: str) -> None:
    path = with_cells(tmp_path / "far.xlsx", cells)
    with pytest.raises(UnreadableTable, match="离其他内容太远"):
        list(rows_of(path))
    with pytest.raises(RegistryFaults, match="离其他内容太远"):
        read_registry(path)


@pytest.mark.parametrize("part", ["xl/sharedStrings2.xml", SHEET.replace("1", "9"), "xl/media/image1.png"])
def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, part: str) -> None:
    assert why_not(swollen(tmp_path / "bomb.xlsx", part)) == TOO_MUCH


def test_one_that_lies_about_its_size_is_broken(tmp_path: Path) -> None:
    path = claiming(wordy(tmp_path / "liar.xlsx", 1 << 20), STRINGS, 100)
    assert why_not(path) == BROKEN
    with pytest.raises(UnreadableTable, match="已损坏"):
        list(rows_of(path))


@pytest.mark.parametrize(
    "cells",
    ['<row r="1"><c r="A1" x=">"><v>1</v></c></row>', '<row r="1"><c r="A1"><v>1</v></c><c r="B1" <v>1</v></c></row>'],
)
def test_a_sheet_that_no_program_writes_is_refused_or_read_and_never_trusted(tmp_path: Path, cells: str) -> None:
    assert why_not(with_cells(tmp_path / "odd.xlsx", cells)) in {"", BROKEN}


def test_a_sheet_under_another_name_is_looked_at_too(tmp_path: Path) -> None:
    def elsewhere(links: bytes) -> bytes:
        return links.replace(b"worksheets/sheet1.xml", b"media/picture.png")

    path = workbook(tmp_path / "hidden.xlsx", {"xl/_rels/workbook.xml.rels": elsewhere})
    with ZipFile(path, "a", ZIP_DEFLATED) as book:
        book.writestr("xl/media/picture.png", HEAD + FAR["in small letters"] + FOOT)
    assert "离其他内容太远" in why_not(path)


def test_an_honest_workbook_is_read_also_with_formats_down_to_the_last_row(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert len(list(rows_of(with_cells(tmp_path / "plain.xlsx", cells)))) == 1


def test_reading_a_bomb_takes_no_more_memory_than_reading_nothing(tmp_path: Path) -> None:
    """In a process of its own. The reader itself took three times of what it unpacks to."""
    program = (
        "import sys; from pathlib import Path; from storage.plain_table import rows_of, UnreadableTable\n"
        "try: list(rows_of(Path(sys.argv[1])))\n"
        "except UnreadableTable: pass\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    path = wordy(tmp_path / "bomb.xlsx", MOST_BYTES)
    assert path.stat().st_size < 1_000_000
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) << 10 < MOST_BYTES  # the most it ever held


async def test_the_console_names_the_bomb_and_stays(office: Office, tmp_path: Path) -> None:
    district = await office.sign_in(DISTRICT)
    token = token_in((await district.get("/registry/import")).text)
    for path in (
        swollen(tmp_path / "a.xlsx", "xl/sharedStrings2.xml"),
        with_cells(tmp_path / "b.xlsx", FAR["without saying where"]),
    ):
        with path.open("rb") as bomb:
            answer = await district.post("/registry/import", data={"token": token}, files={"workbook": bomb})
        assert answer.status_code == 200
        assert "超过 150 MB" in answer.text or "离其他内容太远" in answer.text
        assert 'action="/registry/import/save"' not in answer.text


# --- pictures, and what a server gives out ---


@contextmanager
def file_server(path: str, body: bytes, **headers: str) -> Iterator[str]:
    """A Bot API that gives out one file; `asked` are the paths that were asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(json.dumps({"ok": True, "result": {"file_path": path}}).encode())

        def do_GET(self) -> None:
            self._answer(body, **headers)

        def _answer(self, body: bytes, **more: str) -> None:
            self.send_response(200)
            for name, value in {**more, "Content-Length": str(len(body))}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


async def fetched(url: str, largest: int = 1 << 20) -> bytes:
    api = BotApi(GivenSettings(bot_token=SecretStr(TOKEN), bot_api_url=url))
    try:
        return await api.fetch("handle", largest)
    finally:
        await api.close()


async def test_a_file_that_is_packed_for_the_way_is_not_unpacked() -> None:
    """A thousandth of what it unpacks to: no server that is asked for a picture packs it."""
    packed = gzip.compress(bytes(64 << 20))
    with file_server("photos/1.jpg", packed, Content_Encoding="gzip") as url, pytest.raises(ApiError):
        await fetched(url)


async def test_a_file_that_goes_on_is_read_no_further() -> None:
    with file_server("photos/1.jpg", bytes(4 << 20)) as url, pytest.raises(TooLarge):
        await fetched(url)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../admin", "photos/../../../x", "photos/..\\x/../..", ""])
async def test_a_path_that_leads_out_of_the_files_is_not_followed(path: str) -> None:
    with file_server(path, b"secret") as url, pytest.raises(ApiError):
        await fetched(url)


# --- pictures for an engine ---


def picture(side: int) -> bytes:
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with desk_with_file(tmp_path, Media.PHOTO, "photo1") as store:
        yield store


@pytest.mark.parametrize(("data", "given"), [(picture(200), 1), (picture(12_000), 0), (b"no picture", 0)])
async def test_an_engine_is_given_only_what_it_can_unpack(store: Store, data: bytes, given: int) -> None:
    """12,000 by 12,000 points are 18 kB, and half a gigabyte once somebody else has unpacked them in colour."""
    seen: list[bytes] = []

    async def engine(picture: bytes) -> str:
        seen.append(picture)
        return ""

    with file_server("photos/1.jpg", data) as url:
        api = BotApi(GivenSettings(bot_token=SecretStr(TOKEN), bot_api_url=url))
        room = Stenographer({Happening.PICTURE_READ: engine}, api, Room(store.unread, Runs(store), None, FixedClock()))  # type: ignore[arg-type]
        assert await room.write() == 1
        await api.close()
    assert len(seen) == given
