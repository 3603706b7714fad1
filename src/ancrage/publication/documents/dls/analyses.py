"""What the analyses add to the diagnosis: peers, gradient, funnel, changes, professionals."""

from collections.abc import Sequence
from dataclasses import replace

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    Comparatif,
    DemographieMedicale,
    GradientSocial,
    LigneBilan,
    TypologieTerritoires,
    Valeur,
)
from ancrage.publication.analyses import tableaux, tableaux_evolution
from ancrage.publication.analyses.figures import (
    figure_entonnoir,
    figure_gradient,
    figure_profession,
    figure_projection,
    figure_typologie,
)
from ancrage.publication.analyses.recueil import Analyses
from ancrage.publication.documents.blocs import (
    Bloc,
    Cellule,
    Colonnes,
    FigureBloc,
    Liste,
    Morceau,
    Point,
    Tableau,
    texte,
)
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.phrases import is_fragile
from ancrage.publication.figures.tableaux import LETTRES
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    enumeration,
    intervalle,
    nombre,
    nombre_signe,
    periode,
    unite,
)

CHAPITRE_GRADIENT, CHAPITRE_OFFRE = 3, 9
COURBES = 2  # professions drawn; the table gives the others
MEMBRES_NOMMES = 5  # areas named on the funnel
REGLE = (
    "Deux périodes ne se comparent que si tout est pareil : périmètre, définition, source, "
    "périodes disjointes, effectifs connus, aucune rupture."
)


def count_figures(analyses: Analyses) -> int:
    """Return how many charts the analyses draw, map of the typology aside."""
    professions = analyses.demographie.professions[:COURBES] if analyses.demographie else ()
    projection = analyses.demographie.projection if analyses.demographie else None
    return len(professions) + sum(
        item is not None for item in (analyses.gradient, analyses.entonnoir, projection)
    )


def build_chance(contexte: Contexte) -> tuple[Bloc, ...]:
    """Return how many of the differences shown chance alone would explain."""
    told = tableaux_evolution.told_profile_tests(contexte.profil.tests)
    return (texte(told, "note"),) if told else ()


def build_complement(contexte: Contexte, numero: int) -> list[tuple[str, tuple[Bloc, ...]]]:
    """Return the sections that the analyses add to a chapter: title and blocks."""
    analyses = contexte.options.analyses
    told = (*_changes(contexte, numero), *_trends(contexte, numero))
    parts: list[tuple[str, tuple[Bloc, ...]]] = [("Ce qui a véritablement évolué", told)]
    if numero == CHAPITRE_GRADIENT:
        parts.append(("Selon la défavorisation des communes", _gradient(analyses)))
    if numero == CHAPITRE_OFFRE:
        parts.append(("Ce que le hasard explique", _funnel(analyses)))
        parts.append(("Les professionnels au fil du temps", _professionals(analyses)))
    return [(title, blocs) for title, blocs in parts if blocs]


def _changes(contexte: Contexte, numero: int) -> tuple[Bloc, ...]:
    bilan = contexte.options.analyses.bilan
    if bilan is None:
        return ()
    lines = [
        line
        for line in bilan.lignes
        if contexte.indicateurs[line.code].chapitre_dls == numero and _tells(line)
    ]
    if not lines:
        return ()
    table = Tableau(
        cle=f"Évolution {numero}",
        titre="D’une période à l’autre",
        entetes=("Indicateur", "Avant", "Après", "Évolution", "Région", "Lecture"),
        lignes=tuple(_change_row(line) for line in lines),
        alignements=("gauche", "droite", "droite", "droite", "droite", "gauche"),
        largeurs=(3.2, 1.5, 1.5, 1.4, 1.2, 3.2),
        note=f"{REGLE} Évolution, région{INSECABLE}: écart relatif entre les deux périodes. "
        f"{_notes(lines)}Aucune cause n’est déduite. {tableaux_evolution.told_bilan(bilan)}",
    )
    return (table,)


def _trends(contexte: Contexte, numero: int) -> tuple[Bloc, ...]:
    """Return the mean annual change of the long series of a chapter."""
    bilan = contexte.options.analyses.bilan
    found = [
        each
        for each in (bilan.tendances if bilan else ())
        if contexte.indicateurs[each.code].chapitre_dls == numero
    ]
    if not found:
        return ()
    headers, rows = tableaux_evolution.rows_tendances(found)
    expected = tableaux_evolution.told_tendances(bilan.tendances if bilan else ())
    table = Tableau(
        cle=f"Tendance {numero}",
        titre="Séries annuelles",
        entetes=tuple(headers),
        lignes=tuple(tuple(Cellule(cell) for cell in row) for row in rows),
        alignements=("gauche", "gauche", "droite", "gauche"),
        largeurs=(3.6, 1.5, 2.2, 4.2),
        dense=True,
        note=f"Évolution moyenne par an, série sans rupture d’au moins cinq ans. {expected}",
    )
    return (table,)


def _notes(lines: Sequence[LigneBilan]) -> str:
    """Return what the table must say of these lines: needs, territory taken out, many tests."""
    said = ""
    if any(tableaux_evolution.told_need(line) for line in lines):
        said += (
            f"Besoin{INSECABLE}: valeur établie du côté défavorable de la région, "
            "à l’une des périodes ou aux deux. "
        )
    if any(line.change.region_hors_territoire for line in lines):
        said += "Le territoire, plus de 5 % de sa région, en est retiré pour juger l’écart. "
    return said


def _tells(line: LigneBilan) -> bool:
    """Keep what can be compared, and among plain counts those that changed."""
    return line.comparable and not (line.change.exhaustive and line.avant.value == line.apres.value)


def _change_row(line: LigneBilan) -> tuple[Cellule, ...]:
    words, verdict, tone = tableaux_evolution.read_change(line)
    others = (tableaux_evolution.told_need(line), tableaux_evolution.told_fdr(line))
    words = f"{FINE}; ".join(filter(None, (words, *others)))
    return (
        Cellule(tableaux_evolution.label_of(line)),
        _end(line, before=True),
        _end(line, before=False),
        Cellule(_growth(line.avant, line.apres)),
        Cellule(_growth(line.region_avant, line.region_apres)),
        Cellule(words, verdict=verdict, ton=tone),
    )


def _growth(old: Valeur | None, new: Valeur | None) -> str:
    if not old or not new or not old.value or new.value is None:
        return "–"
    return f"{nombre_signe(100 * (new.value / old.value - 1), 1)}{FINE}%"


def _end(line: LigneBilan, *, before: bool) -> Cellule:
    valeur = line.avant if before else line.apres
    return Cellule(
        tableaux_evolution.shown_value(line, valeur),
        nombre=valeur.value,
        decimales=line.decimales,
        precision=periode(valeur.periode or ""),
    )


def _gradient(analyses: Analyses) -> tuple[Bloc, ...]:
    found = analyses.gradient
    if found is None:
        return ()
    measures = {item.code: item for item in found.mesures}
    ratio = measures.get("rapport_q5_q1")
    said = f"Région entière, {nombre(sum(g.communes for g in found.groupes))} communes."
    if ratio and ratio.value:
        said = (
            f"{found.libelle}, {periode(found.periode)}, région entière{INSECABLE}: "
            f"{_fifth(found, -1)} dans le cinquième de la population qui vit dans les communes les "
            f"plus défavorisées, contre {_fifth(found, 0)} dans le cinquième des moins "
            f"défavorisées{FINE}; rapport de {nombre(ratio.value, 1)} à 1. Indice de pente "
            f"d’inégalité{INSECABLE}: {nombre(measures['sii'].value or 0, 1)} points{FINE}; indice "
            f"relatif{INSECABLE}: {nombre(measures['rii_rapport_predit'].value or 0, 1)} (rapport "
            f"des extrêmes ajustés) et {nombre(measures['rii_pente_moyenne'].value or 0, 2)} "
            "(pente sur moyenne)."
        )
    return (texte(said), FigureBloc(figure_gradient(found)))


def _fifth(found: GradientSocial, rank: int) -> str:
    group, d = found.groupes[rank], found.decimales
    unit = unite(found.unite)
    space = FINE if unit == "%" else INSECABLE
    return f"{nombre(group.value, d)}{space}{unit} {intervalle(group.lower, group.upper, d)}"


def _funnel(analyses: Analyses) -> tuple[Bloc, ...]:
    found = analyses.entonnoir
    if found is None:
        return ()
    known = {aire.code for aire in found.aires}
    own = {code: api.libelle_aire(code) for code in analyses.epci if code in known}
    if len(own) > MEMBRES_NOMMES:
        return (FigureBloc(figure_entonnoir(found)),)
    if len(own) < 2:
        return (FigureBloc(figure_entonnoir(found, own)),)
    # Names of neighbours of one size would cover one another.
    told = f"Points mis en valeur{INSECABLE}: {enumeration(list(own.values()))}."
    return (FigureBloc(figure_entonnoir(found, dict.fromkeys(own, ""))), texte(told, "note"))


def _professionals(analyses: Analyses) -> tuple[Bloc, ...]:
    found = analyses.demographie
    if found is None:
        return ()
    figures = [
        FigureBloc(figure_profession(serie), format="demi") for serie in found.professions[:COURBES]
    ]
    headers, rows = tableaux.rows_demographie(found)
    table = Tableau(
        cle="Professionnels",
        titre="Effectifs de professionnels",
        entetes=tuple(headers[:-1]),
        lignes=tuple(tuple(Cellule(cell) for cell in row[:-1]) for row in rows),
        alignements=("gauche", "gauche", "droite", "droite", "droite"),
        largeurs=(3.4, 2.4, 1.4, 1.4, 1.4),
        source=f"Source{INSECABLE}: {found.professions[0].source}.",
    )
    curves: Bloc = Colonnes(tuple(figures)) if len(figures) > 1 else figures[0]
    return (curves, table, texte(found.avertissement, "note"), *_projection(found))


def _projection(found: DemographieMedicale) -> tuple[Bloc, ...]:
    """Return the doctors of France to come beside what the projection supposes, in words."""
    told = tuple(texte(each, "note") for each in tableaux.read_projection(found)[:2])
    figure = figure_projection(found)
    if figure is None:
        return told
    return (Colonnes((FigureBloc(replace(figure, note=""), "demi"), *told)),)


def build_semblables(contexte: Contexte) -> list[tuple[str, tuple[Bloc, ...]]]:
    """Return the sections of chapter 2: the class of the territory, then its peers."""
    analyses = contexte.options.analyses
    parts = [
        ("Un territoire parmi ceux de la région", _classes(contexte, analyses)),
        ("Territoires semblables", _peers(contexte, analyses.semblables)),
    ]
    return [(title, blocs) for title, blocs in parts if blocs]


def _classes(contexte: Contexte, analyses: Analyses) -> tuple[Bloc, ...]:
    found = analyses.typologie
    own = analyses.epci
    if found is None or len(own) > MEMBRES_NOMMES:
        return ()
    rings = api.anneaux("epci", [code.partition(":")[2] for code in own])
    outline = tuple(ring for each in rings.values() for ring in each)
    figure = figure_typologie(found, (contexte.nom, outline) if outline else None)
    points = tuple(Point((Morceau(said),)) for said in _class_sentences(found, own))
    lead = (
        f"Les EPCI de la région {found.nom} se rangent en {len(found.classes)} classes, d’après "
        "leur population et leurs conditions de vie, jamais d’après leur santé. Une classe décrit "
        f"{FINE}; elle ne dit ni mieux ni moins bien."
    )
    return (texte(lead.replace(f" {FINE};", f"{FINE};")), Liste(points), FigureBloc(figure))


def _class_sentences(found: TypologieTerritoires, codes: Sequence[str]) -> list[str]:
    """Return one sentence per class that holds areas of the territory, then those left out."""
    held: dict[int, list[str]] = {}
    for code in codes:
        kind = found.class_of(code)
        held.setdefault(kind.rang if kind else 0, []).append(api.libelle_aire(code))
    said = []
    for kind in found.classes:
        if names := held.get(kind.rang):
            others = len(kind.aires) - len(names)
            described = kind.nom[:1].lower() + kind.nom[1:]
            said.append(
                f"{enumeration(names)}{INSECABLE}: classe {LETTRES[kind.rang - 1]}, {described}, "
                f"avec {nombre(others)} autre{'s' if others > 1 else ''} EPCI."
            )
    if names := held.get(0):
        said.append(
            f"{enumeration(names)}{INSECABLE}: hors classe, une variable manque ou la population "
            "est trop faible."
        )
    return said


def _peers(contexte: Contexte, found: Comparatif | None) -> tuple[Bloc, ...]:
    if found is None:
        return ()
    headers, rows = tableaux.rows_pairs(found)
    table = Tableau(
        cle="Semblables",
        titre="Territoires semblables",
        entetes=tuple(headers),
        lignes=tuple(tuple(Cellule(cell) for cell in row) for row in rows),
        alignements=("gauche", "droite", "gauche", "gauche"),
        largeurs=(2.6, 1.3, 4.2, 3.2),
        dense=True,
        note="Du plus proche au moins proche ; ce n’est pas un classement.",
    )
    told = texte(tableaux_evolution.told_tests(found.tests), "note")
    return (texte(tableaux.sentence_pairs(found)), table, _against_peers(contexte, found), told)


def _against_peers(contexte: Contexte, found: Comparatif) -> Liste:
    groups: dict[str, list[str]] = {}
    for line in found.lignes:
        if line.comparaison.verdict and not line.choisie:
            label = contexte.indicateurs[line.valeur.code].libelle_court
            label += " (non retenu)" if is_fragile(line.comparaison) else ""
            groups.setdefault(line.comparaison.verdict, []).append(label)
    heads = {
        "superieur": "Plus élevé que dans ces territoires pris ensemble",
        "inferieur": "Plus faible que dans ces territoires pris ensemble",
        "non_different": "Pas de différence établie avec eux",
        "non_concluant": "Non concluant, effectif trop faible pour trancher",
    }
    return Liste(
        tuple(
            Point(
                (
                    Morceau(f"{head}{INSECABLE}: ", gras=True),
                    Morceau(enumeration(groups[verdict]) + "."),
                ),
                verdict,
            )
            for verdict, head in heads.items()
            if verdict in groups
        )
    )


def numbered(
    parts: Sequence[tuple[str, tuple[Bloc, ...]]],
    before: str,
    others: list[tuple[str, tuple[Bloc, ...]]],
) -> list[tuple[str, tuple[Bloc, ...]]]:
    """Return the sections with `others` set just before the one of this title, or at the end."""
    place = next((i for i, (title, _) in enumerate(parts) if title == before), len(parts))
    return [*parts[:place], *others, *parts[place:]]
