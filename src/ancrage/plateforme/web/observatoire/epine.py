"""The charts of a dimension: each value against its reference, within comparable areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Repartitions, Territoire, Valeur
from ancrage.plateforme.web.observatoire.references import name_reference
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.figures import LIGNES_EPINE, NOM_COURT, label_with_sex
from ancrage.publication.documents.dls.tableaux import cited
from ancrage.publication.documents.phrases import COMPTES, is_fragile
from ancrage.publication.figures import modeles as m

AIRES_MIN = 5  # fewer areas make no spread


@dataclass(frozen=True, slots=True)
class _Cote:
    """What stands beside a value: the reference, and the spread of comparable areas."""

    reference: float
    etendue: tuple[float, float] | None
    coeur: tuple[float, float] | None


def build_spine(
    territoire: Territoire,
    contexte: Contexte,
    valeurs: Sequence[Valeur],
    titre: str,
    reference: str = "",
) -> m.RepereEpine | None:
    """Return the territory's own values against the reference, or None under two lines.

    A value without limits has a place only where the spread of comparable areas is known.
    """
    own = [v for v in _drawable(valeurs) if v.status != "emprunte"]
    name, around = name_reference(contexte, reference), profils.repartitions_of(territoire)
    kept = [(v, beside) for v in own if (beside := _against(around, contexte, v))]
    nom = contexte.nom if len(contexte.nom) <= NOM_COURT else "Territoire"
    said = f"Chaque valeur face à {name}, parmi les territoires comparables"
    return _spine(contexte, kept, titre=titre, said=said, reference=name, nom=nom)


def build_borrowed_spine(
    contexte: Contexte, valeurs: Sequence[Valeur], titre: str
) -> m.RepereEpine | None:
    """Return the values lent by the département, beside the median of the départements.

    They say nothing that is the territory's own, and the figure says so.
    """
    lent = [
        v
        for v in _drawable(valeurs)
        if v.status == "emprunte" and v.geographie.niveau == "departement"
    ]
    if not lent:
        return None
    departements = profils.repartitions_of(profils.find_territoire(lent[0].geographie.code))
    kept = [
        (v, _cote(median(spread), spread))
        for v in lent
        if len(spread := _spread(departements, v)) >= AIRES_MIN
    ]
    if not kept:
        return None
    nom = kept[0][0].geographie.libelle
    return _spine(
        contexte,
        kept,
        titre=f"{titre} : le département",
        said="Valeurs du département, faute de donnée plus fine : rien n’y est propre au "
        "territoire",
        reference="la médiane des départements",
        nom=nom if len(nom) <= NOM_COURT else "Département",
    )


def _drawable(valeurs: Sequence[Valeur]) -> list[Valeur]:
    return [v for v in valeurs if v.shown and v.value is not None and v.method not in COMPTES]


def _spine(
    contexte: Contexte,
    pairs: Sequence[tuple[Valeur, _Cote]],
    *,
    titre: str,
    said: str,
    reference: str,
    nom: str,
) -> m.RepereEpine | None:
    kept = pairs[:LIGNES_EPINE]
    if len(kept) < 2:
        return None
    lines = [_line(contexte, valeur, beside) for valeur, beside in kept]
    groups = list(dict.fromkeys(line.groupe for line in lines))
    lines.sort(key=lambda line: groups.index(line.groupe))
    more = f" ; {len(kept)} premières valeurs sur {len(pairs)}" if len(kept) < len(pairs) else ""
    return m.RepereEpine(
        titre=titre,
        sous_titre=said + more,
        source=cited([valeur for valeur, _ in kept]),
        lignes=tuple(lines),
        reference=reference,
        territoire=nom,
    )


def _line(contexte: Contexte, valeur: Valeur, beside: _Cote) -> m.LigneEpine:
    item, main = contexte.of(valeur), contexte.main(valeur)
    return m.LigneEpine(
        label=label_with_sex(valeur, item),
        value=valeur.value,
        reference=beside.reference,
        lower=valeur.lower,
        upper=valeur.upper,
        etendue=beside.etendue,
        coeur=beside.coeur,
        verdict=main.verdict if main else None,
        fragile=bool(main and is_fragile(main)),
        sens=item.sense,
        status=valeur.status,
        niveau=valeur.geographie.niveau,
        unite=item.unite,
        decimales=item.decimales,
        periode=valeur.periode or "",
        groupe=item.theme,
    )


def _against(around: Repartitions | None, contexte: Contexte, valeur: Valeur) -> _Cote | None:
    main = contexte.main(valeur)
    if main is None or main.value is None:
        return None
    spread = _spread(around, valeur)
    if valeur.lower is None and len(spread) < AIRES_MIN:
        return None
    return _cote(main.value, spread)


def _cote(reference: float, spread: Sequence[float]) -> _Cote:
    if len(spread) < AIRES_MIN:
        return _Cote(reference, None, None)
    fifths = quantiles(spread, n=5, method="inclusive")
    return _Cote(reference, (spread[0], spread[-1]), (fifths[0], fifths[-1]))


def _spread(around: Repartitions | None, valeur: Valeur) -> list[float]:
    """Return the sorted values of the areas comparable with the one that a value describes."""
    return around.of(valeur.code, valeur.periode or "", valeur.sexe)[1] if around else []
