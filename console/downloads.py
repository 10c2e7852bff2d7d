"""What is taken home from a page: a file with a name, never kept by a browser."""

from pathlib import Path
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from console.shown import GUARDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"


def download(content: bytes, name: str, media_type: str = XLSX) -> Response:
    return Response(content, media_type=media_type, headers=_headers(name))


def download_once(path: Path, name: str) -> Response:
    """A workbook that is removed when it was sent."""
    return FileResponse(path, media_type=XLSX, headers=_headers(name), background=BackgroundTask(path.unlink))


def _headers(name: str) -> dict[str, str]:
    """Names are in Chinese."""
    return {**GUARDS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
