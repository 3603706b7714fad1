"""What changed as rows of printed French: two periods, yearly series, what is not compared."""

from collections.abc import Iterable, Sequence

from ancrage.observatoire.api import (
    Bilan,
    Evolution,
    LigneBilan,
    Multiplicite,
    SegmentTendance,
    Tendance,
    Valeur,
    find_indicateur,
)
from ancrage.publication.analyses.tableaux import Rangees
from ancrage.publication.documents.mots_evolution import BESOINS, MOTIFS, VERDICTS_EVOLUTION
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    decimales_utiles,
    enumeration,
    intervalle,
    nombre,
    nombre_signe,
    periode,
    texte,
    valeur_affichee,
)

NIVEAU = 0.95  # of the intervals of changes and trends
_FAVOURABLE = {"amelioration_propre", "suit_la_region", "tient_mieux"}
_UNFAVOURABLE = {"decroche", "degradation_partagee", "degradation_moindre"}


def attendus(tests: int, faux: float) -> str:
    """Return how many of the comparisons would stand out by chance alone."""
    if tests == 0:
        return "Aucune comparaison n’a d’intervalle : rien n’est testé ici."
    said = nombre(faux, 0 if faux >= 10 else 1)
    verb = "ressortirait" if faux < 2 else "ressortiraient"
    return texte(
        f"Sur {nombre(tests)} comparaisons lues à 95 %, environ {said} {verb} par le seul hasard, "
        "même si rien ne différait."
    )


def retenus(found: Multiplicite) -> str:
    """Return how many of the differences told stay once the number of tests is counted."""
    if found.etablis == 0:
        return ""
    rule = f"compte tenu du nombre de tests (Benjamini et Hochberg, 5{FINE}%)"
    if found.etablis == 1:
        answer = "est retenu" if found.retenus else "n’est pas retenu"
        return texte(f"Le seul écart établi {answer} {rule}.")
    if found.retenus == found.etablis:
        return texte(f"Les {nombre(found.etablis)} écarts établis sont tous retenus {rule}.")
    if found.retenus == 0:
        return texte(f"Aucun des {nombre(found.etablis)} écarts établis n’est retenu {rule}.")
    verb = "est retenu" if found.retenus == 1 else "sont retenus"
    return texte(
        f"Des {nombre(found.etablis)} écarts établis, {nombre(found.retenus)} {verb} {rule}{FINE}; "
        "les autres portent « non retenu »."
    )


def told_tests(found: Multiplicite) -> str:
    """Return the line of a page with many tests: how many, what chance gives, what stays."""
    return " ".join(
        filter(None, (attendus(found.tests, found.attendus_par_hasard), retenus(found)))
    )


def told_profile_tests(found: Multiplicite) -> str:
    """Return the same line for a profile: it counts every reference, a list shows one of them."""
    lead = "Tests de tout le profil, toutes références réunies."
    return f"{lead} {told_tests(found)}" if found.tests else ""


def rows_bilan(bilan: Bilan) -> Rangees:
    """Return the comparable changes in columns that a terminal holds: ends, ratios, reading."""
    headers = ["Indicateur", "Avant, après", "Rapport [IC à 95 %]", "Face à la région", "Lecture"]
    return headers, [_change_row(line) for line in bilan.lignes if line.comparable]


def _change_row(line: LigneBilan) -> list[str]:
    change = line.change
    return [
        texte(label_of(line)),
        f"{_dated(line, line.avant)}, {_dated(line, line.apres)}",
        _ratio(change.ratio, change.lower, change.upper),
        _against_region(line),
        " ; ".join(filter(None, (read_change(line)[0], told_need(line), told_fdr(line)))),
    ]


def _against_region(line: LigneBilan) -> str:
    """Return the ratio to the change of the region, and that change, the territory inside."""
    change, parts = line.change, []
    if change.relative is not None:
        parts.append(_ratio(change.relative, change.relative_lower, change.relative_upper))
    if change.region_hors_territoire:
        parts.append("territoire retiré")
    if line.region_avant and line.region_apres:
        old, new = line.region_avant.value, line.region_apres.value
        if old and new is not None:
            parts.append(f"région {nombre_signe(100 * (new / old - 1), 1)}{FINE}%")
    return ", ".join(parts) or "–"


def told_fdr(line: LigneBilan) -> str:
    """Return, for a change told, whether it and its gap to the region's stay with many tests."""
    return told_marks(line.change, line.retenu_fdr, line.retenu_fdr_region)


def told_marks(change: Evolution, own: bool | None, region: bool | None) -> str:
    """Return « évolution retenue, écart à la région non retenu », for what the intervals tell."""
    told = (
        ("évolution", "retenue", _excludes_one(change.lower, change.upper), own),
        (
            "écart à la région",
            "retenu",
            _excludes_one(change.relative_lower, change.relative_upper),
            region,
        ),
    )
    return ", ".join(
        f"{name} {word}" if flag else f"{name} non {word}"
        for name, word, apart, flag in told
        if apart and flag is not None
    )


def _excludes_one(lower: float | None, upper: float | None) -> bool:
    return lower is not None and upper is not None and not lower <= 1 <= upper


def told_bilan(bilan: Bilan) -> str:
    """Return the tests of a table of changes, and what « retenu » means there."""
    return told_changes(bilan.tests)


def told_changes(tests: int) -> str:
    """Return how many changes are tested, how many chance would show, and what « retenu » means."""
    if not tests:
        return attendus(0, 0)
    expected = attendus(tests, (1 - NIVEAU) * tests)
    return texte(
        f"{expected} Retenu ou non{INSECABLE}: compte tenu de ces tests (Benjamini et Hochberg, "
        f"5{FINE}%)."
    )


def _ratio(value: float | None, lower: float | None, upper: float | None) -> str:
    if value is None or lower is None or upper is None:
        return "–"
    return f"{nombre(value, 2)} {intervalle(lower, upper, 2)}"


def label_of(line: LigneBilan) -> str:
    """Return the label with the sex where it is not both together."""
    return line.libelle if line.sexe == "ensemble" else f"{line.libelle} ({line.sexe})"


def _dated(line: LigneBilan, valeur: Valeur) -> str:
    return f"{shown_value(line, valeur)} ({periode(valeur.periode or '–')})"


def shown_value(line: LigneBilan, valeur: Valeur) -> str:
    """Return the printed value of one end, with « % » where it is the unit."""
    unit = "%" if line.unite.strip() == "%" else ""
    d = decimales_utiles(valeur.lower, valeur.upper, line.decimales)
    return valeur_affichee(valeur.value, valeur.status, unit, d)


def read_change(line: LigneBilan) -> tuple[str, str | None, str | None]:
    """Return the words of a change, the mark of a verdict and its tone."""
    change = line.change
    if change.motifs:
        return "non comparable", None, None
    mark = {"hausse": "superieur", "baisse": "inferieur"}.get(change.sens or "")
    if change.exhaustive:
        return "dénombrement exhaustif, sans test", None, None
    if change.verdict is not None:
        tone = "favorable" if change.verdict in _FAVOURABLE else None
        tone = "defavorable" if change.verdict in _UNFAVOURABLE else tone
        shape = "non_concluant" if change.verdict == "non_concluant" else mark or "non_different"
        return VERDICTS_EVOLUTION[change.verdict], shape, tone
    if mark is not None:
        return f"en {change.sens}", mark, None
    if change.conclusive:
        return "pas d’évolution établie", "non_different", None
    return "non concluant, effectif trop faible pour trancher", "non_concluant", None


def told_need(line: LigneBilan) -> str:
    """Return what became of the need in words, nothing where there is none or none is told."""
    word = BESOINS.get(line.change.besoin or "")
    return f"besoin{INSECABLE}{word}" if word else ""


def rows_tendances(tendances: Sequence[Tendance]) -> Rangees:
    """Return each yearly series: years, mean annual change, reading."""
    headers = ["Indicateur", "Années", "Évolution par an [IC à 95 %]", "Lecture"]
    return headers, [
        [
            texte(label_of_tendance(each)),
            f"{each.ensemble.debut} à {each.ensemble.fin}",
            par_an(each.ensemble),
            read_tendance(each),
        ]
        for each in tendances
    ]


def told_tendances(tendances: Sequence[Tendance]) -> str:
    """Return the tests of the yearly series, one each, and what « retenue » means there."""
    tests = len(tendances)
    return texte(
        f"{attendus(tests, (1 - NIVEAU) * tests)} Retenue ou non{INSECABLE}: compte tenu de ce "
        f"nombre de séries (Benjamini et Hochberg, 5{FINE}%)."
    )


def label_of_tendance(tendance: Tendance) -> str:
    """Return the label, with the sex, and the larger area that a borrowed series describes."""
    parts = [tendance.sexe] if tendance.sexe != "ensemble" else []
    parts += [tendance.geographie.libelle] if tendance.emprunte else []
    return f"{tendance.libelle} ({', '.join(parts)})" if parts else tendance.libelle


def par_an(part: SegmentTendance) -> str:
    """Return a mean annual change with its interval."""
    limits = intervalle(part.lower, part.upper, 1)
    return f"{nombre_signe(part.evolution, 1)}{FINE}% {limits}"


def read_tendance(tendance: Tendance) -> str:
    """Return the direction that the interval establishes, then where a long series turns."""
    whole = tendance.ensemble
    said = "en hausse" if whole.lower > 0 else "en baisse" if whole.upper < 0 else ""
    if said and tendance.retenu_fdr is not None:
        said += ", retenue" if tendance.retenu_fdr else ", non retenue"
    said = said or "pas d’évolution établie"
    if not tendance.morceaux:
        return said
    turns = enumeration([str(part.debut) for part in tendance.morceaux[1:]])
    parts = ", puis ".join(
        f"{nombre_signe(part.evolution, 1)}{FINE}%" for part in tendance.morceaux
    )
    return f"{said}{FINE}; tourne en {turns}{INSECABLE}: {parts} par an"


def refused(bilan: Bilan) -> list[str]:
    """Return, by motive, the indicateurs that cannot be compared."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for line in bilan.lignes:
        if not line.comparable:
            groups.setdefault(line.change.motifs, []).append(line.code)
    return [
        f"{enumeration([MOTIFS[m] for m in motifs])}{INSECABLE}: {named(codes)}"
        for motifs, codes in sorted(groups.items())
    ]


def named(codes: Iterable[str]) -> str:
    """Return indicateurs by their short label, with the code that other commands ask for."""
    known = {code: find_indicateur(code).libelle_court for code in dict.fromkeys(codes)}
    return " ; ".join(f"{label} ({code})" for code, label in known.items())
