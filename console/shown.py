"""Templates to pages, with the headers that every page has."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from console.nav import pages_for
from console.words import FILTERS
from texts.quoting import in_plain_sight

if TYPE_CHECKING:
    from console.visitors import Visitor

HERE = Path(__file__).parent


def _seen(value: Any) -> Any:
    """What people wrote, without what hides in it; everything else as it is."""
    return in_plain_sight(value) if type(value) is str else value


PAGES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    finalize=_seen,
)
PAGES.filters.update(FILTERS)
GUARDS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with no referrer at all a form comes from "null", as if from nowhere
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Cookie",
}


def shown(template: str, visitor: "Visitor | None", *, status: int = 200, **facts: Any) -> Response:
    """`visitor` None on the pages before the door."""
    page = PAGES.get_template(template).render(visitor=visitor, pages=pages_for(visitor) if visitor else (), **facts)
    return HTMLResponse(page, status_code=status, headers=GUARDS)
