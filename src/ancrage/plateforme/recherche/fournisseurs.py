"""The kinds that are searched today: areas, indicators, published diagnoses, people."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from ancrage.plateforme.comptes.lectures import annuaire_visible_par
from ancrage.plateforme.comptes.models import Finalite, Utilisateur
from ancrage.plateforme.diagnostics.lectures import diagnostics_publies, diagnostics_suivis_par
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.diagnostics.services.publication import address_of
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.perimetres import visibles_par as perimetres_visibles
from ancrage.plateforme.observations.profils import Resultat
from ancrage.plateforme.recherche.classement import EXACT, SUR, score
from ancrage.plateforme.recherche.registre import Entree, Fournisseur, declare
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.rattachement import rattachement

ATTEND, ATTENTE = "attend sa source", 0.7  # what a name that computes nothing is worth
PROXIMITE = 3.0  # what the région of the site is worth to a guess, in points of likeness

NIVEAUX = {
    "commune": "commune",
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
    "france": "",
}


def find_territoires(texte: str, limite: int) -> list[Entree]:
    """Return the areas of France that look like a text; those of the site's région first.

    A misspelt name is read as the nearest one: « orleons » finds Orléans, and its métropole.
    """
    hits = profils.search_territoires(texte, limite)
    if not hits or hits[0].score >= SUR:
        return [_territoire(hit, hit.score) for hit in hits]
    ranked = sorted(hits, key=_rank)
    meant = ranked[0]
    alike = [
        _territoire(hit, meant.score)
        for hit in profils.search_territoires(meant.libelle, limite)
        if hit.score >= SUR
    ]
    told = {one.cle for one in alike}
    others = [_territoire(hit, hit.score) for hit in ranked if hit.code not in told]
    return [*alike, *others][:limite]


def _rank(hit: Resultat) -> float:
    """Rank a guess: by its likeness, a guess of the site's région first among the near ones."""
    found = rattachement(hit.code)
    here = found is not None and found.region == settings.REGION
    return -(hit.score + (PROXIMITE if here else 0.0))


def _territoire(hit: Resultat, points: float) -> Entree:
    return Entree(
        cle=hit.code,
        libelle=hit.libelle,
        lien=reverse("observatoire:territoire", args=[hit.code]),
        precision=", ".join(filter(None, (NIVEAUX[hit.niveau], hit.precision))),
        score=points,
    )


def find_indicateurs(texte: str, limite: int) -> list[Entree]:
    """Return the indicators whose code, name or definition answers a text.

    Those that are computed come before those that wait for their source, but for an exact name.
    """
    question = profils.fold(texte)
    scored = (
        (max(score(question, code), score(question, nom, definition)), code)
        for code, nom, definition in _folded_catalogue()
    )
    found = [_indicateur(code, points) for points, code in scored if points]
    return sorted(found, key=_rank_indicateur)[:limite]


def _rank_indicateur(one: Entree) -> tuple[float, str]:
    waits = one.statut == ATTEND and one.score < EXACT
    return -one.score * (ATTENTE if waits else 1.0), one.cle


@lru_cache(maxsize=1)
def _folded_catalogue() -> tuple[tuple[str, str, str], ...]:
    """Return code, name and definition, folded once: the catalogue does not change at run time."""
    return tuple(
        (item.code.lower(), profils.fold(item.libelle), profils.fold(item.definition))
        for item in profils.catalogue().values()
    )


def _indicateur(code: str, points: float) -> Entree:
    item = profils.indicateur_of(code.upper())
    return Entree(
        cle=item.code,
        libelle=item.libelle,
        lien=reverse("observatoire:indicateur", args=[item.code]),
        precision=f"{item.code}, {item.unite}",
        statut="calculé" if item.computed else ATTEND,
        score=points,
    )


def list_documents(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield the published diagnoses in force."""
    rows = diagnostics_publies()
    for edition in rows if cles is None else rows.filter(diagnostic__slug__in=cles):
        diagnostic = edition.diagnostic
        yield Entree(
            cle=diagnostic.slug,
            libelle=diagnostic.libelle,
            lien=address_of(edition),
            precision=f"Diagnostic, édition {edition.numero}, "
            f"{date_format(edition.publiee_le, 'j F Y')}",
            statut="validé par l’observatoire",
            texte=f"{diagnostic.perimetre.libelle} {diagnostic.operateur.nom}",
        )


def documents_in_force(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those still in force: a withdrawn one leaves at once."""
    rows = diagnostics_publies().filter(diagnostic__slug__in=cles)
    return list(rows.values_list("diagnostic__slug", flat=True))


def list_perimetres(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield the perimeters in force; who reads which is asked at each question.

    Neither state nor date: they change without the index seeing it before the night.
    """
    rows = Perimetre.objects.in_force()
    for one in rows if cles is None else rows.filter(identifiant__in=cles):
        yield Entree(
            cle=str(one.identifiant),
            libelle=one.libelle,
            lien=reverse("observatoire:perimetre", args=[one.identifiant]),
            precision=one.get_usage_display(),
        )


def perimetres_readable(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those that this person reads."""
    rows = perimetres_visibles(user).filter(identifiant__in=cles)
    return [str(one) for one in rows.values_list("identifiant", flat=True)]


def list_ateliers(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield the diagnoses in preparation."""
    rows = Diagnostic.objects.all()
    for one in rows if cles is None else rows.filter(slug__in=cles):
        yield Entree(
            cle=one.slug,
            libelle=one.libelle,
            lien=reverse("observatoire:diagnostic", args=[one.identifiant]),
            precision="en préparation ou publié",
        )


def ateliers_followed(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those that this person follows in the workshop."""
    rows = diagnostics_suivis_par(user).filter(slug__in=cles)
    return list(rows.values_list("slug", flat=True))


def list_personnes(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield the people who consent to the directory."""
    people = Utilisateur.objects.consentants(Finalite.ANNUAIRE)
    if cles is not None:
        people = people.filter(identifiant__in=cles)
    for person in people.prefetch_related("affectations__organisation"):
        organisations = {a.organisation.nom for a in person.affectations.all() if a.fin is None}
        yield Entree(
            cle=str(person.identifiant),
            libelle=str(person),
            lien=reverse("compte:annuaire"),
            precision=", ".join(filter(None, (person.fonction, *sorted(organisations)))),
        )


def people_in_directory(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those whom this person reads in the directory today."""
    rows = annuaire_visible_par(user).filter(Q(identifiant__in=cles))
    return [str(one) for one in rows.values_list("identifiant", flat=True)]


def declare_own() -> None:
    """Register them once, when the site starts."""
    declare(Fournisseur("territoire", "Territoires", 10, chercher=find_territoires, certitude=SUR))
    declare(Fournisseur("indicateur", "Indicateurs", 20, chercher=find_indicateurs))
    declare(
        Fournisseur(
            "document", "Documents publiés", 30, lister=list_documents, visibles=documents_in_force
        )
    )
    declare(
        Fournisseur(
            "perimetre", "Périmètres", 32, lister=list_perimetres, visibles=perimetres_readable
        )
    )
    declare(
        Fournisseur(
            "atelier",
            "Diagnostics dans l’atelier",
            34,
            lister=list_ateliers,
            visibles=ateliers_followed,
            membres=True,
        )
    )
    declare(
        Fournisseur(
            "personne",
            "Personnes",
            40,
            lister=list_personnes,
            visibles=people_in_directory,
            membres=True,
        )
    )
