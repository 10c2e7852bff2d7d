"""Photos and voices of a case: fetched by this process, which has the messenger's token, for whoever may read the case."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from tempfile import NamedTemporaryFile

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from cases.commands import ReadCase
from cases.errors import CaseError
from cases.fieldwork import read_case
from cases.model import Attachment, Case, Media
from console.desk import ConsoleDesk
from console.downloads import download
from console.numbers import number_of_case, whole_number
from console.shown import GUARDS
from console.visitors import Visitor, do, refusal_of, refused, signed_in
from texts.words import got

KEPT = {"Cache-Control": "private, max-age=3600"}
SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
"""How a file begins of which a browser makes nothing but a picture or a sound. What is not among them is only saved."""
SHOWN_AS = {
    Media.PHOTO: "photo",
    Media.VOICE: "sound",
    Media.AUDIO: "sound",
    Media.VIDEO: "film",
    Media.VIDEO_NOTE: "film",
    Media.DOCUMENT: "file",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file on the page: `kind` is a value of SHOWN_AS."""

    kind: str
    name: str
    link: str


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(request: Request, visitor: Visitor) -> Response:
        try:
            number = number_of_case(request.path_params["number"])
            said = request.query_params.get("key", "").encode(errors="replace")
            noted = compare_digest(said, visitor.key_of(number).encode())  # by the page that gave the address away
            await do(desk, visitor, read_case, ReadCase, number, noted)
        except CaseError as error:
            return refused(refusal_of(error), visitor, 404)
        except ValueError:
            return _away(visitor)
        case, nth = (await desk.ask(desk.work.dossier, number)).case, whole_number(request.path_params["nth"])
        files = _files(case, request.path_params["part"])
        content = await desk.fetch(files[nth].file) if nth is not None and nth < len(files) else None
        return given(content, f"{number}-{nth}") if content else _away(visitor)

    return [Route("/cases/{number}/{part}/{nth}", signed_in(desk, show))]


def lines_of(case: Case, visitor: Visitor) -> Iterator[FileLine]:
    """What came with the case, then what shows that it is done."""
    for part, whose in (("said", "录入时的" if case.source else "居民的"), ("done", "办理后的")):
        for nth, one in enumerate(_files(case, part)):
            link = f"/cases/{case.number}/{part}/{nth}?key={visitor.key_of(case.number)}"
            yield FileLine(SHOWN_AS[one.media], f"{whose}{got(one.media.value)} {nth + 1}", link)


def _files(case: Case, part: str) -> tuple[Attachment, ...]:
    return {"said": case.attachments, "done": case.proof}.get(part, ())


def _away(visitor: Visitor) -> Response:
    return refused("这个文件现在拿不到：可能已经不在聊天软件那边了，或者网络不通。请过一会儿再试。", visitor, 404)


def given(content: bytes, name: str) -> Response:
    """Shown as what it is, whatever it was said to be; saved where that is nothing a page may show."""
    found = kind_of(content)
    if not found:
        return download(content, name, "application/octet-stream")
    headers = {**GUARDS, **KEPT}
    return (
        Response(content, media_type=found, headers=headers)
        if found.startswith("image")
        else Played(content, found, headers)
    )


class Played(FileResponse):
    """A sound or a film in parts, as they are asked for: an iPhone plays nothing that cannot be had so. The library gives parts of
    files only, so there is one for as long as the answer lives; its age is always the same, and with it the mark by which
    a player knows that the parts belong together."""

    def __init__(self, content: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        self._kept = NamedTemporaryFile()  # noqa: SIM115 - it goes with the answer, however that ends
        self._kept.write(content)
        self._kept.flush()
        os.utime(self._kept.name, (0, 0))
        super().__init__(self._kept.name, headers=headers, media_type=media_type)


def kind_of(content: bytes) -> str:
    """Of a picture, a sound or a film, by how it begins; "" for everything else."""
    head = content[:12]
    match head[:4], head[4:8], head[8:]:
        case b"RIFF", _, b"WEBP":
            return "image/webp"
        case _, b"ftyp", brand:
            return "audio/mp4" if brand.startswith(b"M4A") else "video/mp4"
    return next((kind for sign, kind in SIGNS if head.startswith(sign)), "")
