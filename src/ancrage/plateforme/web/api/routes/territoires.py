"""Areas: find one, read it, its communes, those that look like it, its profile."""

from typing import Annotated, Any, Literal, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import slugify
from ninja import Path, Query, Router

from ancrage.plateforme.comptes.jetons import PorteeJeton
from ancrage.plateforme.comptes.permissions import Cible, holds
from ancrage.plateforme.comptes.roles import OBSERVATOIRE
from ancrage.plateforme.observations import profils, valeurs
from ancrage.plateforme.web.api import schemas
from ancrage.plateforme.web.api.acces import scope_of
from ancrage.plateforme.web.api.fraicheur import file, fresh
from ancrage.plateforme.web.api.pages import Format, TrancheDemandee, cut, wants_csv
from ancrage.plateforme.web.api.problemes import Probleme
from ancrage.plateforme.web.api.schemas_profil import Profil
from ancrage.publication.tableau_profil import write_csv

router = Router(tags=["Territoires"])
TROUVES_MAX = 100
Code = Annotated[
    str,
    Path(
        description="commune:45234, epci:244500468, departement:45, region:24, france, ou une "
        "union avec « + ».",
        examples=["epci:244500468"],
    ),
]
Region = Annotated[str, Query(pattern=r"^\d{2}$", description="Code de la région.")]
Niveau = Annotated[
    Literal["commune", "epci", "departement"], Query(description="Niveau des territoires.")
]


@router.get(
    "/territoires",
    response=schemas.PageAires,
    summary="Lister ou chercher des territoires",
    description="Avec `q`, cherche dans toute la France par nom ou par code, sans tenir compte des "
    "accents ni des fautes de frappe. Sans `q`, liste un niveau d’une région.",
)
@fresh()
def list_territoires(
    request: HttpRequest,
    tranche: TrancheDemandee,
    q: Annotated[str, Query(max_length=200, description="Nom ou code.")] = "",
    region: Region = settings.REGION,
    niveau: Niveau = "epci",
) -> Any:
    """Search France by name, or list the areas of a region at a level."""
    found: Any = (
        profils.search_territoires(q, TROUVES_MAX)
        if q.strip()
        else valeurs.areas_of(region, niveau)
    )
    return cut(request, found, tranche)


@router.get(
    "/territoires/{code}",
    response=schemas.TerritoireDetaille,
    summary="Lire un territoire",
    description="Son nom, son niveau, sa population, les territoires alentour et les codes anciens "
    "qui ont été suivis jusqu’aux communes d’aujourd’hui.",
)
@fresh()
def read_territoire(request: HttpRequest, code: Code) -> Any:
    """Return an area with the names of its surroundings."""
    area = profils.find_territoire(code)
    described = valeurs.describe(area)
    counts = [commune.population for commune in profils.communes_of(area)]
    known = [count for count in counts if count is not None]
    return {
        "code": area.code,
        "libelle": area.libelle,
        "niveau": area.niveau,
        "millesime": area.millesime,
        "population": sum(known) if known and len(known) == len(counts) else None,
        "nombre_communes": len(area.communes),
        "epci": described.epci,
        "departements": described.departements,
        "regions": described.regions,
        "notes": area.notes,
    }


@router.get(
    "/territoires/{code}/communes",
    response=schemas.PageCommunes,
    summary="Lister les communes d’un territoire",
    description="Par nom, avec leur intercommunalité, leur département et leur population.",
)
@fresh()
def list_communes(request: HttpRequest, tranche: TrancheDemandee, code: Code) -> Any:
    """Return a page of the communes of an area, by name."""
    rows = profils.communes_of(profils.find_territoire(code))

    def shape(row: Any) -> dict[str, Any]:
        names = ("libelle", "epci", "departement", "population", "periode")
        return {"code": f"commune:{row.code}", **{name: getattr(row, name) for name in names}}

    return cut(request, rows, tranche, shape)


@router.get(
    "/territoires/{code}/semblables",
    response=schemas.Semblables,
    summary="Trouver les territoires semblables",
    description="Les territoires qui ressemblent le plus à celui-ci par leur population et leur "
    "société : de quoi comparer à armes égales. L’ordre est celui de la ressemblance.",
)
@fresh()
def list_semblables(request: HttpRequest, code: Code) -> Any:
    """Return the similar areas, why they are near and where they differ most."""
    found = valeurs.similar_to(profils.find_territoire(code))
    return {
        "territoire": found.territoire,
        "parmi": found.parmi,
        "niveau": found.niveau_pairs,
        "variables": [libelle for _, libelle, _ in found.variables],
        "resultats": [
            {
                "code": pair.code,
                "libelle": pair.libelle,
                "population": pair.population,
                "distance": pair.distance,
                "raisons": [raison.libelle for raison in pair.raisons],
                "difference": pair.difference.libelle,
            }
            for pair in found.pairs
        ],
    }


def _profile_state(request: HttpRequest) -> str:
    """Name the figures and the deposits of the use; an unknown one is refused further on."""
    usage: Any = request.GET.get("usage", "ouvert")
    return profils.edition(usage) if usage in get_args(profils.Usage) else ""


@router.get(
    "/territoires/{code}/profil",
    response=Profil,
    by_alias=True,
    summary="Lire le profil d’un territoire",
    description="Tous les indicateurs d’un territoire, période par période, avec intervalles, "
    "comparaisons, statuts et sources : le même profil que la page et que « ancrage profil ». "
    "`tests` dit combien d’écarts le hasard seul ferait ressortir. `lissages` donne les taux "
    "lissés par commune, étiquetés comme tels : pour lire une carte, jamais pour conclure. "
    "Calcul automatique, non validé. En CSV : une ligne par valeur et par référence. "
    "`usage` autre que `ouvert` demande un jeton de l’observatoire, de portée "
    "`valeurs_protegees`.",
)
@fresh(_profile_state)
def read_profil(
    request: HttpRequest,
    code: Code,
    usage: Annotated[profils.Usage, Query(description="Ce que serviront les chiffres.")] = "ouvert",
    format: Format = None,
) -> HttpResponse:
    """Return the published shape of a profile, or its rows as CSV."""
    csv = wants_csv(request, format)
    area = profils.find_territoire(code)
    if usage != "ouvert":
        _check_protected(request)
    found = profils.profil_of(area, usage)
    response: HttpResponse = (
        file(write_csv(found), f"profil-{slugify(area.libelle)[:80]}")
        if csv
        else JsonResponse(
            profils.smoothed(found, area).to_dict(), json_dumps_params={"ensure_ascii": False}
        )
    )
    if usage != "ouvert":
        response["Cache-Control"] = "private, no-store"
    return response


def _check_protected(request: HttpRequest) -> None:
    """Let the observatory of the region alone read what a deposit's agreement allows."""
    acces = scope_of(request)
    if not acces.holds(PorteeJeton.VALEURS_PROTEGEES):
        raise Probleme(
            "refus",
            "Ces valeurs demandent un jeton de portée « valeurs_protegees ».",
            "Sans jeton, demandez usage=ouvert.",
        )
    if not holds(acces.user, OBSERVATOIRE, Cible(settings.REGION)):
        raise Probleme(
            "refus",
            "Vos rôles ne vous ouvrent pas les valeurs protégées de cette région.",
            "Demandez-les à l’observatoire régional de la santé.",
        )
