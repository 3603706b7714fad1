"""The queue of the ARS: its lines, from every part of the site, and the filters of the address."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.contrats.etats import DD
from ancrage.plateforme.contrats.file_ars import GenreInstruction, read_file
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.diagnostics.lectures import opinions_awaited
from ancrage.plateforme.diagnostics.reperes import cible_of
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.permissions import can_advise
from ancrage.plateforme.territoires.rattachement import rattachement


@dataclass(frozen=True, slots=True)
class Dossier:
    """One thing that waits for the ARS: what to do, on what, where, since when."""

    genre: GenreInstruction
    libelle: str
    objet: str
    url: str
    departements: tuple[str, ...]
    depuis: date


def instructs(user: Any) -> bool:
    """Say whether a person works for the ARS somewhere."""
    return bool(user.is_authenticated and user.regions_with(DD))


def read_page(request: HttpRequest) -> dict[str, Any]:
    """Return the queue as the address filters it; an unknown value filters nothing."""
    on = today()
    whole = read_dossiers(request.user, on)
    genres = Counter(one.genre for one in whole)
    departements = _departements(whole)
    genre = request.GET.get("genre", "")
    departement = request.GET.get("departement", "")
    genre = genre if genre in GenreInstruction.values else ""
    departement = departement if departement in dict(departements) else ""
    return {
        "on": on,
        "lignes": [(one, (on - one.depuis).days) for one in _kept(whole, genre, departement)],
        "total": len(whole),
        "genres": [(one.value, one.label, genres[one]) for one in GenreInstruction if genres[one]],
        "departements": departements,
        "genre": genre,
        "genre_libelle": GenreInstruction(genre).label if genre else "",
        "departement": departement,
        "departement_libelle": dict(departements).get(departement, ""),
    }


def read_dossiers(user: Any, on: date) -> list[Dossier]:
    """Return all that waits for the ARS of a person, the oldest first."""
    found = [*_contrats(user, on), *_notes(user), *_epreuves(user)]
    return sorted(found, key=lambda one: (one.depuis, one.objet, one.genre))


def _contrats(user: Any, on: date) -> Iterator[Dossier]:
    for one in read_file(user, on):
        slug = one.contrat.slug
        opinion = one.genre == GenreInstruction.AVIS
        url = (
            reverse("signature:avis", args=[slug, "ars"])
            if opinion
            else reverse("contrat:contrat", args=[slug])
        )
        yield Dossier(one.genre, one.libelle, one.contrat.nom, url, one.departements, one.depuis)


def _notes(user: Any) -> Iterator[Dossier]:
    """Yield the feasibility notes that wait for the opinion of the delegation."""
    for one in NoteFaisabilite.objects.visibles_par(user).awaiting_opinion():
        if can_advise(user, one):
            yield Dossier(
                GenreInstruction.AVIS, "Donner l’avis de la délégation sur la faisabilité",
                one.libelle, reverse("faisabilite:note", args=[one.identifiant]),
                tuple(sorted(one.cible.departements)), timezone.localdate(one.cree_le),
            )  # fmt: skip


def _epreuves(user: Any) -> Iterator[Dossier]:
    """Yield the proofs of diagnoses on which the delegation is asked what it thinks."""
    for one in opinions_awaited(user):
        found = one.diagnostic
        yield Dossier(
            GenreInstruction.AVIS,
            f"Donner un avis sur l’épreuve du diagnostic, souhaité avant le {one.limite:%d/%m/%Y}",
            found.libelle, reverse("portail:epreuve", args=[found.slug]),
            tuple(sorted(cible_of(found).departements)), timezone.localdate(one.cree_le),
        )  # fmt: skip


def _kept(whole: Iterable[Dossier], genre: str, departement: str) -> list[Dossier]:
    return [
        one
        for one in whole
        if (not genre or one.genre == genre)
        and (not departement or departement in one.departements)
    ]


def _departements(whole: Iterable[Dossier]) -> list[tuple[str, str]]:
    codes = sorted({code for one in whole for code in one.departements})
    return [(code, _name(code)) for code in codes]


def _name(code: str) -> str:
    found = rattachement(f"departement:{code}")
    return found.libelle if found else code
