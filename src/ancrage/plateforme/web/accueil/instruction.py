"""The queue of the ARS: its filters, read from the address, and its lines."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from ancrage.plateforme.contrats.etats import DD
from ancrage.plateforme.contrats.file_ars import GenreInstruction, Instruction, read_file
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.territoires.rattachement import rattachement


def instructs(user: Any) -> bool:
    """Say whether a person works for the ARS somewhere."""
    return bool(user.is_authenticated and user.regions_with(DD))


def read_page(request: HttpRequest) -> dict[str, Any]:
    """Return the queue as the address filters it; an unknown value filters nothing."""
    on = today()
    whole = read_file(request.user, on)
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


def _kept(whole: Iterable[Instruction], genre: str, departement: str) -> list[Instruction]:
    return [
        one
        for one in whole
        if (not genre or one.genre == genre)
        and (not departement or departement in one.departements)
    ]


def _departements(whole: Iterable[Instruction]) -> list[tuple[str, str]]:
    codes = sorted({code for one in whole for code in one.departements})
    return [(code, _name(code)) for code in codes]


def _name(code: str) -> str:
    found = rattachement(f"departement:{code}")
    return found.libelle if found else code
