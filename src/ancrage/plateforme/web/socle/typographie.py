"""French typography of every page, set once on its way out: spaces, apostrophes, quotes.

Templates, messages, forms and the texts of the libraries all pass here, so none has to carry
invisible characters. What a person typed in a field, and code, are left as they are.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

from django.http import HttpRequest, HttpResponse

from ancrage.publication.typographie import FINE, INSECABLE, MOIS, texte

# An element whose text is not prose, whole, a comment or a tag; the rest is text.
_APART = re.compile(
    r"<(textarea|script|style|code|pre)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_MARKS = re.compile(r"[«»'.…;!?:%€‰]|&#x27;|&quot;")
_QUOTED = re.compile(r"''([^']+)''")  # « CA de Blois ''Agglopolys'' », as Insee writes it
_SPACES = re.compile(r"\s+(?=[;!?:%€‰»](?:\W|$))")
# A text that follows an element may begin with the mark: « <b>Source</b> : Insee ».
_THIN = re.compile(r"^[ \u00a0](?=[;!?%€‰])")
_WIDE = re.compile(r"^ (?=:)")
# Django writes « 1 janvier »; « 21 janvier » and « 2,1 janvier » are left alone.
_FIRST = re.compile(rf"(?<![\d,./-])1(?=[ \u00a0](?:{'|'.join(MOIS)})\b)")


def set_page(html: str) -> str:
    """Return the page with its texts in French typography; idempotent."""
    parts, position = [], 0
    for found in _APART.finditer(html):
        parts += [_set(html[position : found.start()]), found[0]]
        position = found.end()
    return "".join([*parts, _set(html[position:])])


@lru_cache(maxsize=8192)  # menus, heads and words of status come back on every page
def _set(raw: str) -> str:
    raw = _FIRST.sub("1er", raw)
    if not _MARKS.search(raw):
        return raw
    plain = _QUOTED.sub(r"“\1”", _SPACES.sub(" ", unescape(raw)))
    plain = _WIDE.sub(INSECABLE, _THIN.sub(FINE, plain))
    return escape(texte(plain), quote=False)


class Typographie:
    """Sets the text of each page, or of the part of it that htmx asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page set."""
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = set_page(response.content.decode()).encode()
            if "Content-Length" in response:  # counted before: a browser would wait for the rest
                response["Content-Length"] = str(len(response.content))
        return response
