"""Lists by pages: `limit` and `offset`, with the links of RFC 8288."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Field, Query, Schema

from ancrage.plateforme.web.api.porte import add_header
from ancrage.plateforme.web.api.problemes import Probleme

TAILLE, TAILLE_MAX, DEPART_MAX = 50, 500, 1_000_000


class Tranche(Schema):
    """Which part of a list."""

    limit: int = Field(TAILLE, ge=1, le=TAILLE_MAX, description="Nombre de lignes de la page.")
    offset: int = Field(0, ge=0, le=DEPART_MAX, description="Nombre de lignes à passer.")


TrancheDemandee = Query[Tranche]
Format = Annotated[Literal["json", "csv"] | None, Query(description="Prime sur l’en-tête Accept.")]


def cut(
    request: HttpRequest,
    rows: Any,
    tranche: Tranche,
    shape: Callable[[Any], Any] = lambda row: row,
    total: int | None = None,
) -> dict[str, Any]:
    """Return one page of a list or queryset in a stable order, and announce its neighbours."""
    total = total if total is not None else _length(rows)
    start, size = tranche.offset, tranche.limit
    links = {
        "precedent": _link(request, size, max(0, start - size)) if start else None,
        "suivant": _link(request, size, start + size) if start + size < total else None,
    }
    rels = {"precedent": "prev", "suivant": "next"}
    said = [f'<{url}>; rel="{rels[name]}"' for name, url in links.items() if url]
    if said:
        add_header(request, "Link", ", ".join(said))
    found = [shape(row) for row in rows[start : start + size]]
    return {"total": total, "limit": size, "offset": start, **links, "resultats": found}


def _length(rows: Any) -> int:
    return len(rows) if isinstance(rows, Sequence) else rows.count()


def _link(request: HttpRequest, limit: int, offset: int) -> str:
    kept = [(name, value) for name, value in request.GET.items() if name not in {"limit", "offset"}]
    query = urlencode([*kept, ("limit", limit), ("offset", offset)])
    return request.build_absolute_uri(f"{request.path}?{query}")


def wants_csv(request: HttpRequest, format: Format) -> bool:
    """Say whether CSV is asked for, by `?format=` or by the Accept header."""
    if format is not None:
        return format == "csv"
    preferred = request.get_preferred_type(["application/json", "text/csv"])
    if preferred is None:
        raise Probleme(
            "format",
            "Cette adresse donne du JSON (application/json) ou du CSV (text/csv).",
            "Changez l’en-tête Accept, ou ajoutez ?format=json.",
        )
    return preferred == "text/csv"
