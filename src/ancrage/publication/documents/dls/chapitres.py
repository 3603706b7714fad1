"""Chapters 3 to 9 of the DLS: what the indicateurs of a chapter say, as sections and blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ancrage.observatoire.api import Indicateur, Valeur
from ancrage.publication.cartes import build_carte
from ancrage.publication.documents.blocs import (
    Bloc,
    Colonnes,
    Encadre,
    FigureBloc,
    Liste,
    Morceau,
    Point,
    Section,
    texte,
)
from ancrage.publication.documents.dls.analyses import (
    build_complement,
    count_figures,
    numbered,
)
from ancrage.publication.documents.dls.contexte import (
    CHAPITRES,
    Contexte,
    cle_chapitre,
    cle_phrase,
    main_reference,
    ton,
)
from ancrage.publication.documents.dls.figures import (
    build_epine,
    build_serie,
    has_series,
    is_mapped,
    label_with_sex,
    name_all,
)
from ancrage.publication.documents.dls.lissages import build_paire, find_lissage
from ancrage.publication.documents.dls.tableaux import (
    build_borrowed,
    build_membres,
    build_silent,
    build_values,
    has_listed,
)
from ancrage.publication.documents.phrases import (
    TROP_FAIBLE,
    membres_nommes,
    phrase_evolution,
    phrase_valeur,
)
from ancrage.publication.typographie import INSECABLE, enumeration, nombre

SERIES_PAR_CHAPITRE = 4
CARTES_PAR_CHAPITRE = 2
LIGNES_ENCADRE = 5  # beyond, a box may break over two pages
REGLE = (
    "Une évolution n’est dite ici que si les intervalles des deux périodes sont disjoints : règle "
    "plus sévère qu’un test à 5 %, sans probabilité critique, donc sans mention « retenu »."
)
EPINES = len(CHAPITRES) + 1  # one a chapter and that of the synthesis


@dataclass(slots=True)
class Budget:
    """How many figures may still be drawn: each costs time and the reader's attention."""

    cartes: int
    series: int

    def take(self, kind: str, wanted: int) -> int:
        """Return how many of the figures wanted are granted, and count them."""
        granted = max(0, min(wanted, getattr(self, kind)))
        setattr(self, kind, getattr(self, kind) - granted)
        return granted


def build_chapitres(contexte: Contexte) -> list[Section]:
    """Return those of chapters 3 to 9 that the frame keeps."""
    options = contexte.options
    more = count_figures(options.analyses)
    typology = int(options.analyses.typologie is not None)
    budget = Budget(
        options.cartes_max - typology,
        options.graphiques_max - EPINES - options.cartes_max - more,
    )
    sections: list[Section] = []
    for numero in (one for one in CHAPITRES if one in contexte.chapitres):
        sections += _build_chapitre(contexte, numero, budget)
    return sections


def _build_chapitre(contexte: Contexte, numero: int, budget: Budget) -> list[Section]:
    valeurs = contexte.chapitre(numero)
    sections = [
        Section(
            CHAPITRES[numero],
            1,
            _opening(contexte, numero, valeurs),
            numero=str(numero),
            nouvelle_page=True,
            souple=True,
        )
    ]
    parts: list[tuple[str, tuple[Bloc, ...]]] = [
        ("Ce que disent les chiffres", _sentences(contexte, valeurs)),
        ("Évolutions", _evolutions(contexte, valeurs, budget)),
        ("D’une commune à l’autre", _maps(contexte, numero, budget)),
        (_members_title(valeurs), _members(contexte, numero, valeurs)),
        ("En attente", awaited_box(contexte.awaited(numero))),
    ]
    kept = [(title, blocs) for title, blocs in parts if blocs]
    kept = numbered(kept, "En attente", build_complement(contexte, numero))
    for rank, (title, blocs) in enumerate(kept, start=1):
        sections.append(Section(title, 2, blocs, numero=f"{numero}.{rank}"))
    return sections


def _opening(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> tuple[Bloc, ...]:
    if not valeurs:
        return (texte("Aucun fichier fourni ne permet encore de chiffrer ce chapitre.", "chapeau"),)
    blocs: list[Bloc] = [texte(summary(contexte, valeurs), "chapeau")]
    spine = build_epine(
        contexte, valeurs, f"{CHAPITRES[numero]} : le territoire et {main_reference(contexte)}"
    )
    if spine:
        blocs.append(FigureBloc(spine))
    own = [v for v in valeurs if v.shown and v.status != "emprunte"]
    if own:
        blocs.append(build_values(contexte, numero, own))
    others = (
        build_borrowed(contexte, numero, valeurs),
        build_silent(contexte, numero, valeurs),
    )
    return (*blocs, *(table for table in others if table))


def summary(contexte: Contexte, valeurs: Sequence[Valeur]) -> str:
    """Return the lead of a chapter: as it was rewritten, else the automatic one."""
    numero = contexte.of(valeurs[0]).chapitre_dls
    return contexte.text(cle_chapitre(numero)) or automatic_summary(contexte, valeurs)


def automatic_summary(contexte: Contexte, valeurs: Sequence[Valeur]) -> str:
    """Return how many values a chapter has, how many established differences."""
    shown = [v for v in valeurs if v.shown]
    borrowed = sum(v.status == "emprunte" for v in shown)
    verdicts = [c.verdict for v in shown if (c := contexte.main(v)) and c.verdict]
    text = f"{_count(len(shown), 'valeur')} {_agree(len(shown), 'chiffrée')} pour ce chapitre."
    if borrowed and borrowed == len(shown):
        text = text.removesuffix(".") + ", d’un territoire plus grand."
    elif borrowed:
        text = text.removesuffix(".") + f", dont {_number(borrowed)} d’un territoire plus grand."
    if not verdicts:
        if len(shown) == 1:
            return text + " Elle n’est accompagnée d’aucun verdict."
        return text + " Aucune n’est accompagnée d’un verdict."
    higher, lower = verdicts.count("superieur"), verdicts.count("inferieur")
    undecided = verdicts.count("non_concluant")
    equal = verdicts.count("non_different")
    place = _place(contexte)
    compared = _agree(len(verdicts), "comparée")
    parts = [
        f"{_number(higher)} {_agree(higher, 'plus élevée')} que {place}" if higher else "",
        f"{_number(lower)} {_agree(lower, 'plus faible')} que {place}" if lower else "",
        f"{_number(equal)} sans différence établie" if equal else "",
        f"{_number(undecided)} sans conclusion possible, faute d’effectif" if undecided else "",
    ]
    return f"{text} Sur {_number(len(verdicts))} {compared}{INSECABLE}: " + (
        enumeration([part for part in parts if part]) + "."
    )


def _place(contexte: Contexte) -> str:
    return {"la région": "dans la région", "la France": "en France"}.get(
        main_reference(contexte), "dans le département"
    )


_NUMBERS = ["zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else nombre(count)


def _count(count: int, noun: str) -> str:
    return f"{_number(count).capitalize()} {_agree(count, noun)}"


def _agree(count: int, words: str) -> str:
    if count < 2:
        return words
    return " ".join(word if word == "plus" else f"{word}s" for word in words.split())


def _sentences(contexte: Contexte, valeurs: Sequence[Valeur]) -> tuple[Bloc, ...]:
    told: list[Point] = []
    groups: dict[str, list[Valeur]] = {"non_different": [], "non_concluant": [], "sans": []}
    for valeur in (v for v in valeurs if v.shown and v.status != "emprunte"):
        main = contexte.main(valeur)
        apart = main is not None and main.verdict in {"superieur", "inferieur"}
        if apart or contexte.text(cle_phrase(valeur)):
            told.append(value_point(contexte, valeur))
        elif main and main.verdict:
            groups[main.verdict].append(valeur)
        elif valeur.lower is None and valeur.method.endswith("publie"):
            groups["sans"].append(valeur)
    told += _grouped(contexte, groups)
    return (Liste(tuple(told)),) if told else ()


def value_point(contexte: Contexte, valeur: Valeur) -> Point:
    """Return the sentence of a value, with the mark of its verdict."""
    item, main = contexte.of(valeur), contexte.main(valeur)
    verdict = main.verdict if main else None
    said = contexte.text(cle_phrase(valeur)) or phrase_valeur(valeur, item)
    return Point((Morceau(said),), verdict, ton(verdict, item))


def _grouped(contexte: Contexte, groups: dict[str, list[Valeur]]) -> list[Point]:
    place = _place(contexte)
    heads = {
        "non_different": f"Pas de différence établie avec ce qu’on observe {place}",
        "non_concluant": f"Non concluant, {TROP_FAIBLE}",
        "sans": "Publié sans effectifs, donc sans intervalle ni verdict",
    }
    points = []
    for key, valeurs in groups.items():
        if valeurs:
            verdict = key if key.startswith("non_") else None
            points.append(
                Point(
                    (
                        Morceau(f"{heads[key]}{INSECABLE}: ", gras=True),
                        Morceau(name_all(contexte, valeurs) + "."),
                    ),
                    verdict,
                )
            )
    return points


def _evolutions(contexte: Contexte, valeurs: Sequence[Valeur], budget: Budget) -> tuple[Bloc, ...]:
    drawable = [v for v in valeurs if has_series(contexte, v)]
    drawable.sort(key=lambda v: v.status == "emprunte")
    granted = budget.take("series", min(len(drawable), SERIES_PAR_CHAPITRE))
    if not granted:
        return ()
    figures = [FigureBloc(build_serie(contexte, v)) for v in drawable[:granted]]
    sentences = [
        Point((Morceau(f"{label_with_sex(v, contexte.of(v))}. ", gras=True), Morceau(said)))
        for v in drawable
        if (said := phrase_evolution(contexte.profil.series(v.code, v.sexe), contexte.of(v)))
    ]
    told: tuple[Bloc, ...] = (Liste(tuple(sentences)), texte(REGLE, "note")) if sentences else ()
    if len(figures) == 1:
        return (Colonnes((replace(figures[0], format="demi"), *told)),)
    return (*pairs(figures), *told)


def pairs(figures: Sequence[FigureBloc]) -> list[Bloc]:
    """Return the figures two by two; a last one alone takes the whole width."""
    blocs: list[Bloc] = []
    for start in range(0, len(figures), 2):
        group = figures[start : start + 2]
        if len(group) == 1:
            blocs.append(group[0])
        else:
            blocs.append(Colonnes(tuple(replace(figure, format="demi") for figure in group)))
    return blocs


def _maps(contexte: Contexte, numero: int, budget: Budget) -> tuple[Bloc, ...]:
    wanted = [
        item
        for item in contexte.indicateurs.values()
        if item.chapitre_dls == numero and is_mapped(item, contexte.cartes.get(item.code))
    ]
    wanted.sort(key=lambda item: "KSX".index(item.palier))
    smoothed = [item for item in wanted if find_lissage(contexte, item.code)][:1]
    paired = smoothed if budget.take("cartes", 2 * len(smoothed)) == 2 else []
    plain = [item for item in wanted if item not in paired]
    granted = budget.take("cartes", min(len(plain), CARTES_PAR_CHAPITRE - 2 * len(paired)))
    figures = [
        FigureBloc(build_carte(contexte.cartes[item.code], item)) for item in plain[:granted]
    ]
    return (*pairs(figures), *(bloc for item in paired for bloc in build_paire(contexte, item)))


def _members_title(valeurs: Sequence[Valeur]) -> str:
    listed = {membres_nommes(v) for v in valeurs if has_listed(v)}
    return f"Dans chacun des {' et des '.join(sorted(listed))}"


def _members(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> tuple[Bloc, ...]:
    tables = build_membres(contexte, numero, valeurs)
    large = [table for table in tables if not table.imprime]
    if not large:
        return tuple(tables)
    count = max(len(table.lignes) for table in large)
    note = texte(
        f"Les valeurs publiées des {nombre(count)} membres sont dans le classeur joint "
        f"({enumeration([f'feuille « {table.cle} »' for table in large])}) ; celles des communes "
        "ont aussi leur carte quand assez de valeurs sont publiées."
    )
    return (note, *tables)


def awaited_box(items: Sequence[Indicateur]) -> tuple[Bloc, ...]:
    """Return the compact list of what a chapter waits for, by file; extensions by name only."""
    groups: dict[str, list[str]] = {}
    for item in items:
        if item.attente is not None and item.palier != "X":
            where = f"{item.attente.producteur}, {item.attente.fichier}"
            groups.setdefault(where, []).append(f"{item.libelle_court} ({item.code})")
    lines = [_awaited_line(where, labels) for where, labels in sorted(groups.items())]
    if not lines and not items:
        return ()
    more = sum(item.palier == "X" for item in items)
    title = f"{len(items)} indicateurs définis, dont le fichier n’est pas encore fourni"
    if more:
        title += f" (dont {more} d’extension, nommés en annexe)"
    blocs = (Liste(tuple(lines)),) if lines else ()
    return (Encadre(title, "attente", blocs, long=len(lines) > LIGNES_ENCADRE),)


def _awaited_line(where: str, labels: list[str]) -> Point:
    return Point((Morceau(f"{enumeration(labels)}{INSECABLE}: "), Morceau(where, italique=True)))
