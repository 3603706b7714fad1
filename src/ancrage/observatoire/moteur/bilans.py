"""What changed on a territory between two windows: every indicateur that files allow, judged.

Windows are those that the files hold. By default, the first window of a source and the last one
disjoint from it; asked windows are compared as they are, or said to be absent. Overlapping
windows are never compared. Rules: methodes.md § 14; many tests: § 13. Beside the pairs, the trend
of each yearly series (§ 10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ancrage.observatoire.calculs.tendance import check_disjoint
from ancrage.observatoire.calculs.tests_multiples import (
    benjamini_hochberg,
    expected_false_positives,
)
from ancrage.observatoire.catalogue.modeles import Indicateur
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.evolutions import (
    EditionChiffre,
    Evolution,
    compare_editions,
    origin_of,
)
from ancrage.observatoire.moteur.resultats import Profil, TerritoireDecrit, Valeur
from ancrage.observatoire.moteur.tendances import Tendance, build_tendances

SCHEMA_BILAN = "ancrage.evolution/1"
ABSENTE = "periode_absente"


@dataclass(frozen=True, slots=True)
class LigneBilan:
    """One indicateur at both windows, with what may be said of its change.

    `retenu_fdr` and `retenu_fdr_region`: the change, and its gap to the region's, stay flagged by
    Benjamini and Hochberg's rule over the whole table (None where nothing was tested).
    """

    code: str
    libelle: str
    sexe: str
    unite: str
    decimales: int
    sens_favorable: str
    avant: Valeur
    apres: Valeur
    region_avant: Valeur | None
    region_apres: Valeur | None
    change: Evolution
    retenu_fdr: bool | None = None
    retenu_fdr_region: bool | None = None

    @property
    def comparable(self) -> bool:
        """Tell whether the gate of comparability let the pair through."""
        return not self.change.motifs


@dataclass(frozen=True, slots=True)
class Bilan:
    """The changes of a territory: comparable lines first, then those refused with their motive."""

    territoire: TerritoireDecrit
    region: TerritoireDecrit | None
    lignes: tuple[LigneBilan, ...]
    tests: int  # exact intervals looked at, territory and gap to the region together
    attendus_par_hasard: float
    sans_fenetre: tuple[str, ...] = ()  # indicateurs that do not hold the asked windows
    tendances: tuple[Tendance, ...] = ()  # whole yearly series, whatever the windows

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.evolution/1`."""
        return {
            "schema": SCHEMA_BILAN,
            "territoire": asdict(self.territoire),
            "region": asdict(self.region) if self.region else None,
            "tests": self.tests,
            "attendus_par_hasard": self.attendus_par_hasard,
            "lignes": [_line_dict(ligne) for ligne in self.lignes],
            "sans_fenetre": list(self.sans_fenetre),
            "tendances": [asdict(tendance) for tendance in self.tendances],
        }


def build_bilan(
    profil: Profil,
    region: Profil | None,
    indicateurs: Mapping[str, Indicateur],
    de: str | None = None,
    a: str | None = None,
) -> Bilan:
    """Return what changed between `de` and `a` (first and last disjoint windows by default)."""
    if de and a:
        check_disjoint([_window(de), _window(a)])
        if _window(de) > _window(a):
            raise Erreur(
                "periodes_inversees",
                f"La période de départ ({de}) suit celle d'arrivée ({a}).",
                remede=f"échangez-les : « --de {a} --a {de} »",
                sortie=CodeSortie.USAGE,
            )
    judged, lacking = [], []
    for series in _series(profil):
        pair = _pair(series, de, a)
        if pair is None:
            if (de or a) and len(series) > 1:
                lacking.append(series[0].code)
            continue
        judged.append(_line(*pair, profil, region, indicateurs[series[0].code]))
    if not judged and (de or a):
        raise _no_window(profil, de, a)
    lines, tests = _flag(judged)
    lines.sort(key=_order)
    return Bilan(
        territoire=profil.territoire,
        region=region.territoire if region else None,
        lignes=tuple(lines),
        tests=tests,
        attendus_par_hasard=expected_false_positives(tests),
        sans_fenetre=tuple(dict.fromkeys(lacking)),
        tendances=build_tendances(profil, indicateurs),
    )


def _series(profil: Profil) -> list[list[Valeur]]:
    """Return the entries of each indicateur and sex by increasing period."""
    groups: dict[tuple[str, str], list[Valeur]] = {}
    for valeur in profil.indicateurs:
        if valeur.periode is not None:
            groups.setdefault((valeur.code, valeur.sexe), []).append(valeur)
    return [sorted(group, key=lambda v: str(v.periode)) for group in groups.values()]


def _pair(series: Sequence[Valeur], de: str | None, a: str | None) -> tuple[Valeur, Valeur] | None:
    """Return both ends: as asked, else the latest window counted alike in a disjoint earlier one.

    A rate published without counts in 1968, or by another source in 2023, would hide the pair
    2013-2019 that can be compared. Where no pair is alike, the latest one, for its motive.
    """
    ends = [v for v in series if a is None or v.periode == a]
    pairs = [
        (start, end)
        for end in reversed(ends)
        for start in series
        if _last(start) < _first(end) and (de is None or start.periode == de)
    ]
    alike = [pair for pair in pairs if _kind(pair[0]) == _kind(pair[1])]
    counted = [pair for pair in alike if pair[1].numerator is not None]
    same_end = [pair for pair in pairs if pair[1] is pairs[0][1]]
    kept = counted or alike or same_end[::-1]
    return kept[0] if kept else None


def _kind(valeur: Valeur) -> tuple[str, str, str]:
    return valeur.method, origin_of(valeur), valeur.status


def _first(valeur: Valeur) -> int:
    return _window(valeur.periode or "0")[0]


def _last(valeur: Valeur) -> int:
    return _window(valeur.periode or "0")[1]


def _window(periode: str) -> tuple[int, int]:
    try:
        return int(periode[:4]), int(periode[-4:])
    except ValueError as error:
        raise Erreur(
            "periode_illisible",
            f"« {periode} » n'est pas une période.",
            attendu="une année ou une fenêtre, par exemple 2018 ou 2013-2018",
            sortie=CodeSortie.USAGE,
        ) from error


def _line(
    before: Valeur, after: Valeur, profil: Profil, region: Profil | None, item: Indicateur
) -> LigneBilan:
    communes = profil.territoire.communes
    old, new = _at(region, before), _at(region, after)
    change = compare_editions(
        EditionChiffre(before, communes, old), EditionChiffre(after, communes, new), item
    )
    if item.sans_verdict and not change.motifs:
        # A crude rate moves with the ages: without a common standard its change says nothing.
        change = Evolution(("standard",))
    return LigneBilan(
        code=item.code,
        libelle=item.libelle,
        sexe=after.sexe,
        unite=item.unite,
        decimales=item.decimales,
        sens_favorable=item.sense,
        avant=before,
        apres=after,
        region_avant=old,
        region_apres=new,
        change=change,
    )


def _at(region: Profil | None, valeur: Valeur) -> Valeur | None:
    """Return the region's own figure of the same period."""
    if region is None:
        return None
    found = (v for v in region.series(valeur.code, valeur.sexe) if v.periode == valeur.periode)
    return next((v for v in found if v.status in {"valeur", "zero"}), None)


def _flag(lines: list[LigneBilan]) -> tuple[list[LigneBilan], int]:
    """Mark what Benjamini and Hochberg's rule keeps among all the p-values of the table."""
    tests = [
        (rank, name, p_value)
        for rank, line in enumerate(lines)
        for name, p_value in (
            ("retenu_fdr", line.change.p_value),
            ("retenu_fdr_region", line.change.relative_p_value),
        )
        if p_value is not None
    ]
    if not tests:
        return lines, 0
    flags = benjamini_hochberg([p_value for _, _, p_value in tests]).flagged
    marks: dict[int, dict[str, Any]] = {}
    for (rank, name, _), flag in zip(tests, flags, strict=True):
        marks.setdefault(rank, {})[name] = bool(flag)
    return [replace(line, **marks.get(rank, {})) for rank, line in enumerate(lines)], len(tests)


def _order(line: LigneBilan) -> tuple[bool, bool, str, str]:
    return not line.comparable, line.change.exhaustive, line.code, line.sexe


def _no_window(profil: Profil, de: str | None, a: str | None) -> Erreur:
    asked = " à ".join(part for part in (de, a) if part)
    known = {
        f"{pair[0].periode} à {pair[1].periode}"
        for series in _series(profil)
        if (pair := _pair(series, None, None)) is not None
    }
    return Erreur(
        ABSENTE,
        f"Aucun indicateur n'a de valeur pour {asked} sur ce territoire.",
        attendu="des périodes que les fichiers contiennent : " + ", ".join(sorted(known)[:12]),
        remede="relancez sans « --de » ni « --a » pour les fenêtres disponibles",
        sortie=CodeSortie.USAGE,
    )


def _line_dict(line: LigneBilan) -> dict[str, Any]:
    def figure(valeur: Valeur | None) -> dict[str, Any] | None:
        if valeur is None:
            return None
        names = ("periode", "value", "lower", "upper", "numerator", "denominator", "status")
        return {name: getattr(valeur, name) for name in names} | {"checksum": valeur.checksum}

    return {
        "code": line.code,
        "libelle": line.libelle,
        "sexe": line.sexe,
        "unite": line.unite,
        "sens_favorable": line.sens_favorable,
        "avant": figure(line.avant),
        "apres": figure(line.apres),
        "region_avant": figure(line.region_avant),
        "region_apres": figure(line.region_apres),
        **asdict(line.change),
        "retenu_fdr": line.retenu_fdr,
        "retenu_fdr_region": line.retenu_fdr_region,
    }
