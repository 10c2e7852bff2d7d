"""Files by id: what was uploaded, its path for download, and the sizes Telegram makes of a photo."""

import base64
import hashlib
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from sandbox.core.errors import Json, bad_request
from sandbox.core.params import Upload

PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
_SIZES = (90, 320, 800, 1280)
_FOLDERS = {
    "photo": "photos", "document": "documents", "voice": "voice", "video": "videos",
    "video_note": "video_notes", "audio": "music", "sticker": "stickers", "animation": "animations",
}  # fmt: skip
_SUFFIXES = {"photo": "jpg", "voice": "oga", "video": "mp4", "video_note": "mp4", "audio": "mp3", "sticker": "webp"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `about` is its Bot API object (PhotoSize, Document, Voice …) without the ids."""

    file_id: str
    kind: str
    path: str
    mime: str
    data: bytes
    about: Json = field(default_factory=dict)

    @property
    def unique_id(self) -> str:
        """The id that stays the same over time and for every bot; cannot be used to download."""
        return "AQAD" + self.file_id[-11:]

    def describe(self) -> Json:
        """The file as a part of a Message."""
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}
        return ids | self.about


class FileStore:
    """Every file of the sandbox, in memory."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self.albums: dict[str, list[Json]] = {}  # the biggest size of a photo -> all its sizes

    def add(self, kind: str, data: bytes, mime: str, about: Json, name: str = "") -> StoredFile:
        """Keep a file of one kind and give it its ids and path."""
        suffix = name.rpartition(".")[2].lower() if "." in name else _SUFFIXES.get(kind, "bin")
        suffix = suffix if suffix.isascii() and suffix.isalnum() else "bin"
        path = f"{_FOLDERS[kind]}/file_{len(self.by_id)}.{suffix}"
        seed = hashlib.sha256(path.encode() + data).digest()[:33]
        file_id = "AgAC" + base64.urlsafe_b64encode(seed).decode()
        return self.keep(StoredFile(file_id, kind, path, mime, data, about))

    def keep(self, stored: StoredFile) -> StoredFile:
        """Put a file back where it was."""
        self.by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return self._by_path.get(path)

    def photo(self, data: bytes) -> list[Json]:
        """Keep a photo; its PhotoSize list from the smallest to the biggest, as Telegram makes it."""
        sizes = [self._size(piece, *dimensions) for piece, dimensions in _shrink(data)]
        self.albums[sizes[-1]["file_id"]] = sizes
        return sizes

    def _size(self, data: bytes, width: int, height: int) -> Json:
        return self.add("photo", data, "image/jpeg", {"width": width, "height": height}).describe()

    def thumbnail(self, data: bytes) -> Json | None:
        """A small PhotoSize of a picture, or None when it is none."""
        try:
            (piece, dimensions), *_ = _shrink(data)
        except ValueError:
            return None
        return self._size(piece, *dimensions)

    def sizes_of(self, file_id: str) -> list[Json] | None:
        """All sizes of the photo one of whose sizes has this id."""
        if file_id in self.albums:
            return self.albums[file_id]
        return next((sizes for sizes in self.albums.values() if any(s["file_id"] == file_id for s in sizes)), None)

    def get_file(self, file_id: str) -> Json:
        """File for getFile, 20 MB at most."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.data) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        described = stored.describe()
        names = ("file_id", "file_unique_id", "file_size")
        return {name: described[name] for name in names} | {"file_path": stored.path}


def check_upload(upload: Upload, kind: str) -> None:
    """Refuse what Telegram would not take."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    most = PHOTO_BYTES if kind == "photo" else DOCUMENT_BYTES
    if len(upload.data) > most:
        raise bad_request(f"file of size {len(upload.data)} bytes is too big for a {kind}; the maximum size is {most}")


def _shrink(data: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """A picture as JPEGs from small to big; ValueError when it cannot be read as a picture."""
    try:
        image = Image.open(BytesIO(data))
        plain = image.convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, EOFError) as error:
        raise ValueError("not a picture") from error
    longest = max(plain.size)
    wanted = [size for size in _SIZES if size < longest] + [min(longest, _SIZES[-1])]
    if longest <= _SIZES[-1] and image.format == "JPEG":
        return [_jpeg(plain, size) for size in wanted[:-1]] + [(data, plain.size)]
    return [_jpeg(plain, size) for size in wanted]


def _jpeg(image: Image.Image, longest: int) -> tuple[bytes, tuple[int, int]]:
    small = image.copy()
    small.thumbnail((longest, longest))
    buffer = BytesIO()
    small.save(buffer, "JPEG", quality=85)
    return buffer.getvalue(), small.size
