"""Indicators: the catalogue, one of its lines, its values over a region."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query, Router

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.observations import profils, valeurs
from ancrage.plateforme.observations.profils import Indicateur
from ancrage.plateforme.web.api import schemas
from ancrage.plateforme.web.api.fraicheur import file, fresh
from ancrage.plateforme.web.api.pages import Format, TrancheDemandee, cut, wants_csv
from ancrage.plateforme.web.api.problemes import Probleme
from ancrage.plateforme.web.api.routes.territoires import Niveau, Region
from ancrage.publication.tableau_profil import write_rows

router = Router(tags=["Indicateurs"])
Code = Annotated[str, Path(description="Code du catalogue.", examples=["S01"])]

Periode = Annotated[
    str,
    Query(
        pattern=r"^(derniere|\d{4}(-\d{4})?)?$",
        description="2018, 2013-2018, ou « derniere » ; vide : toutes.",
        examples=["derniere"],
    ),
]


def summarize(item: Indicateur) -> dict[str, Any]:
    """Return the line of an indicator."""
    return {
        "code": item.code,
        "libelle": item.libelle,
        "unite": item.unite,
        "dimension": item.dimension,
        "theme": item.theme,
        "calcule": item.computed,
    }


@router.get(
    "/indicateurs",
    response=schemas.PageIndicateurs,
    summary="Lister le catalogue des indicateurs",
    description="Calculés ou en attente de leur source, dans l’ordre des codes.",
)
@fresh()
def list_indicateurs(
    request: HttpRequest,
    tranche: TrancheDemandee,
    q: Annotated[str, Query(max_length=100, description="Mots du nom ou de la définition.")] = "",
    dimension: Annotated[str, Query(max_length=1, description="Lettre du thème : D, S, M…")] = "",
    etat: Annotated[
        Literal["", "calcule", "attendu"], Query(description="Calculé, ou en attente.")
    ] = "",
) -> Any:
    """Return a page of the catalogue, in the order of codes."""
    words = profils.fold(q).split()
    found = [
        item
        for _, item in sorted(profils.catalogue().items())
        if (not dimension or item.dimension == dimension)
        and (not etat or item.computed == (etat == "calcule"))
        and all(w in profils.fold(f"{item.code} {item.libelle} {item.definition}") for w in words)
    ]
    return cut(request, found, tranche, summarize)


@router.get(
    "/indicateurs/{code}",
    response=schemas.IndicateurDetaille,
    summary="Lire un indicateur",
    description="Sa définition, sa méthode, ses précautions, ses sources et leur licence, ou ce "
    "qu’il attend.",
)
@fresh()
def read_indicateur(request: HttpRequest, code: Code) -> Any:
    """Return what an indicator measures, how, from what, with which caveats."""
    item = profils.indicateur_of(code)
    names = ("definition", "numerator", "denominator", "method", "multiplier", "sense", "decimales")
    more = ("caveats", "proche_de", "sans_verdict")
    wait = item.attente
    return {
        **summarize(item),
        **{name: getattr(item, name) for name in (*names, *more)},
        "attente": wait.model_dump() if wait else None,
        "sources": _sources_of(item),
    }


def _sources_of(item: Indicateur) -> list[dict[str, Any]]:
    known = profils.sources()
    levels: dict[str, dict[str, None]] = {}
    for serie in item.series:
        levels.setdefault(serie.source, {}).update(dict.fromkeys(serie.niveaux))
    return [
        {
            "code": code,
            "producteur": known[code].producteur,
            "titre": known[code].titre,
            "licence": known[code].licence,
            "niveaux": list(niveaux),
        }
        for code, niveaux in levels.items()
    ]


@router.get(
    "/indicateurs/{code}/valeurs",
    response=schemas.PageValeurs,
    summary="Lire un indicateur dans une région",
    description="Les valeurs d’un indicateur pour les communes, les EPCI ou les départements d’une "
    "région, dans l’ordre des codes. Sans `periode`, toutes les périodes ; "
    "`periode=derniere` garde la plus récente. En CSV : toutes les lignes, sans page.",
)
@fresh()
def list_valeurs(
    request: HttpRequest,
    tranche: TrancheDemandee,
    code: Code,
    region: Region = settings.REGION,
    niveau: Niveau = "epci",
    periode: Periode = "",
    sexe: Annotated[
        Literal["", "ensemble", "femmes", "hommes"], Query(description="Vide : tous.")
    ] = "",
    format: Format = None,
) -> Any:
    """Return a page of the values of an indicator over the areas of a region."""
    csv = wants_csv(request, format)
    item = _computed(code)
    rows = valeurs.values_over(item.code, region, niveau)
    kept = _keep(rows, periode, sexe)
    if csv:
        return file(write_rows(("code", "libelle", *_COLONNES), kept), f"{item.code}-{region}")
    return {
        "indicateur": item.code,
        "libelle": item.libelle,
        "unit": item.unite,
        "edition": profils.edition(),
        **cut(request, kept, tranche),
    }


_COLONNES = (*valeurs.COLONNES, "geographie", "source")


def _computed(code: str) -> Indicateur:
    """Return an indicator that has figures; say what the others wait for."""
    try:
        item = profils.indicateur_of(code)
    except ActeRefuse as refus:
        raise Probleme("inconnu", refus.message, refus.remede) from None
    if item.computed:
        return item
    wait = item.attente
    detail = f"{item.code} attend sa source"
    detail += f" : {wait.fichier} ({wait.producteur})." if wait else "."
    raise Probleme("source-attendue", detail, wait.motif if wait else "")


def _keep(rows: tuple[dict[str, Any], ...], periode: str, sexe: str) -> list[dict[str, Any]]:
    """Return the rows of a period and a sex; an area without value stays, with its status."""
    last = max((row["periode"] for row in rows if row["periode"]), default=None)
    wanted = last if periode == "derniere" else periode
    return [
        row
        for row in rows
        if (not wanted or row["periode"] in (wanted, None)) and (not sexe or row["sexe"] == sexe)
    ]
