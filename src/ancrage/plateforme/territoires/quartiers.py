"""The quarters that a perimeter targets, read line by line and checked against the source."""

import re
from collections.abc import Mapping, Sequence

from ancrage.observatoire import api
from ancrage.observatoire.api import QuartierPrioritaire
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.territoires.models import TypeQuartier
from ancrage.plateforme.territoires.services import Quartier

CODE = re.compile(r"Q[PN]\w{6}")
FORME = (
    "Écrivez : code ; nom ; code de la commune. Pour un quartier prioritaire de 2015, "
    "son code suffit ; pour un quartier en veille active : nom ; code de la commune."
)


def read_quartiers(texte: str, communes: Sequence[str]) -> list[Quartier]:
    """Return the quarters of a text, in the communes (of today) of a perimeter.

    A code of 2015 must be one of the published quarters of these communes, and suffices. Those
    of 2024 have no published list here yet: their form alone is checked. Raises `ActeRefuse`
    that names the first line that cannot be read.
    """
    area = api.liste(communes, "", api.MILLESIME_COURANT)
    published = {one.code: one for one in api.quartiers_of(area)}
    names = {api.libelle_aire(f"commune:{code}"): code for code in communes}
    return [
        _read_line(f"Ligne {numero} : ", ligne.strip(), published, names)
        for numero, ligne in enumerate(texte.splitlines(), start=1)
        if ligne.strip(" ;\t")
    ]


def _read_line(
    place: str,
    ligne: str,
    published: Mapping[str, QuartierPrioritaire],
    names: Mapping[str, str],
) -> Quartier:
    parts = [part.strip() for part in ligne.split(";")]
    code = parts[0].upper() if len(parts) in (1, 3) else ""
    if len(parts) > 3 or not all(parts):
        raise ActeRefuse(f"{place}« {ligne[:60]} » n'est pas un quartier.", FORME)
    if code:
        _check_code(place, code, published)
    if len(parts) == 1:
        return _published(place, code, published, names)
    commune = parts[-1].upper()
    if commune not in names.values():
        raise ActeRefuse(
            f"{place}« {commune[:20]} » n'est pas le code d'une commune de ce périmètre.", FORME
        )
    kind = TypeQuartier.PRIORITAIRE if code else TypeQuartier.VEILLE_ACTIVE
    return Quartier(kind, code, parts[-2][:150], commune)


def _check_code(place: str, code: str, published: Mapping[str, QuartierPrioritaire]) -> None:
    """Refuse what is no code, and a code of 2015 that is not of these communes."""
    if not CODE.fullmatch(code):
        raise ActeRefuse(
            f"{place}« {code[:20]} » n'est pas un code de quartier prioritaire.",
            "Un code commence par QP (2015) ou QN (2024), puis six signes : QP045001.",
        )
    if code.startswith("QP") and code not in published:
        inside = ", ".join(f"{one.code} {one.libelle}" for one in published.values())
        raise ActeRefuse(
            f"{place}{code} n'est pas un quartier prioritaire de 2015 de ces communes.",
            f"Ceux de ces communes : {inside}." if inside else "Ces communes n'en ont aucun.",
        )


def _published(
    place: str,
    code: str,
    published: Mapping[str, QuartierPrioritaire],
    names: Mapping[str, str],
) -> Quartier:
    """Return a quarter of 2015 from its code alone; astride, it goes to its first commune."""
    found = published.get(code)
    if found is None:
        raise ActeRefuse(
            f"{place}la liste des quartiers de 2024 n'est pas encore fournie.",
            "Écrivez aussi son nom et sa commune : QN04501M ; nom ; 45234.",
        )
    inside = next(names[name] for name in found.communes if name in names)
    return Quartier(TypeQuartier.PRIORITAIRE, code, found.libelle, inside)
