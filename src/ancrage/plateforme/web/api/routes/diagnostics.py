"""Published diagnoses: those in force, every edition with its notices, the frozen figures."""

from typing import Annotated, Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Path, Query, Router

from ancrage.plateforme.diagnostics.lectures import diagnostics_publies, editions_publiques
from ancrage.plateforme.diagnostics.models import Edition, StatutEdition
from ancrage.plateforme.diagnostics.services.consultations import record_download
from ancrage.plateforme.diagnostics.services.publication import address_of
from ancrage.plateforme.documents.contenu import matiere_of
from ancrage.plateforme.web.api import schemas
from ancrage.plateforme.web.api.acces import scope_of
from ancrage.plateforme.web.api.fraicheur import file, fresh
from ancrage.plateforme.web.api.pages import Format, TrancheDemandee, cut, wants_csv
from ancrage.plateforme.web.api.problemes import Probleme
from ancrage.plateforme.web.api.schemas_profil import Profil
from ancrage.publication.tableau_profil import write_csv

router = Router(tags=["Diagnostics publiés"])
Slug = Annotated[str, Path(description="Nom du diagnostic dans les adresses.", max_length=120)]
Numero = Annotated[int, Path(description="Numéro de l’édition.", ge=1, le=32_767)]


def _state(request: HttpRequest) -> str:
    """Return the state of what is published: editions, notices, names."""
    found = editions_publiques().aggregate(
        Count("pk", distinct=True),
        Count("errata", distinct=True),
        Max("modifie_le"),
        Max("errata__modifie_le"),
        Max("diagnostic__modifie_le"),
    )
    return " ".join(str(value) for value in found.values())


def summarize(edition: Edition) -> dict[str, Any]:
    """Return an edition with its diagnosis."""
    diagnostic = edition.diagnostic
    return {
        "slug": diagnostic.slug,
        "libelle": diagnostic.libelle,
        "cadre": diagnostic.cadre,
        "region": edition.region,
        "territoire": diagnostic.territoire,
        "perimetre": diagnostic.perimetre.identifiant,
        "commanditaire": diagnostic.commanditaire.nom,
        "operateur": diagnostic.operateur.nom,
        "edition": describe(edition),
    }


def describe(edition: Edition) -> dict[str, Any]:
    """Return an edition with what became of it."""
    names = ("numero", "statut", "publiee_le", "remplacee_le", "motif", "empreinte")
    return {
        **{name: getattr(edition, name) for name in names},
        "edition_chiffres": edition.edition_magasin,
        "adresse": address_of(edition),
        "errata": [
            {
                "indicateur": one.indicateur,
                "texte": one.cle,
                "explication": one.explication,
                "date": one.date,
                "corrige_par": one.edition_corrigee.numero if one.edition_corrigee else None,
            }
            for one in edition.errata.all()
        ],
    }


@router.get(
    "/diagnostics",
    response=schemas.PageDiagnostics,
    summary="Lister les diagnostics publiés",
    description="Les éditions en vigueur, validées par l’observatoire, par nom.",
)
@fresh(_state)
def list_diagnostics(
    request: HttpRequest,
    tranche: TrancheDemandee,
    region: Annotated[str, Query(pattern=r"^(\d{2})?$", description="Vide : toutes.")] = "",
) -> Any:
    """Return a page of the editions in force."""
    rows = diagnostics_publies().order_by("diagnostic__libelle", "pk")
    return cut(request, rows.filter(region=region) if region else rows, tranche, summarize)


@router.get(
    "/diagnostics/{slug}",
    response=schemas.DiagnosticDetaille,
    summary="Lire un diagnostic publié",
    description="Toutes ses éditions, la dernière d’abord, avec les errata et les retraits.",
)
@fresh(_state)
def read_diagnostic(request: HttpRequest, slug: Slug) -> Any:
    """Return a diagnosis with all its editions."""
    rows = list(editions_publiques().filter(diagnostic__slug=slug).order_by("-numero"))
    if not rows:
        raise _unknown()
    current = next((row for row in rows if row.en_vigueur), rows[0])
    return {**summarize(current), "editions": [describe(row) for row in rows]}


@router.get(
    "/diagnostics/{slug}/editions/{numero}/profil",
    response=Profil,
    by_alias=True,
    summary="Lire les chiffres d’une édition",
    description="Le profil figé à la publication, moins ce que des errata ont retiré. Une édition "
    "retirée ne donne plus ses chiffres.",
)
@fresh(_state)
def read_edition(
    request: HttpRequest, slug: Slug, numero: Numero, format: Format = None
) -> HttpResponse:
    """Return the frozen profile of an edition; whoever bears a token is told of errata."""
    csv = wants_csv(request, format)
    found = editions_publiques().filter(diagnostic__slug=slug, numero=numero).first()
    if found is None:
        raise _unknown()
    if found.statut == StatutEdition.RETIREE:
        raise Probleme(
            "retire",
            f"Cette édition est retirée : {found.motif}",
            f"Lisez la notice : {address_of(found)}",
        )
    profil = matiere_of(found).profil
    record_download(acteur=scope_of(request).user, edition=found)
    if csv:
        return file(write_csv(profil), f"{slug}-edition-{numero}")
    return JsonResponse(profil.to_dict(), json_dumps_params={"ensure_ascii": False})


def _unknown() -> Probleme:
    return Probleme(
        "inconnu",
        "Aucun diagnostic publié ne répond à cette adresse.",
        "Cherchez-le dans /api/v1/diagnostics.",
    )
