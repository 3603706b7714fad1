"""Chapters 1 and 2 of the DLS: two pages of salient facts, then the territory itself."""

from collections.abc import Sequence

from ancrage.observatoire.api import Valeur
from ancrage.publication.documents.blocs import (
    Alignement,
    ARemplir,
    Bloc,
    Cellule,
    ChiffrePhare,
    ChiffresPhares,
    FigureBloc,
    Liste,
    Morceau,
    Paragraphe,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.dls.analyses import (
    build_chance,
    build_semblables,
    numbered,
)
from ancrage.publication.documents.dls.contexte import (
    CommuneDecrite,
    Contexte,
    main_reference,
    ton,
)
from ancrage.publication.documents.dls.figures import build_epine, label_with_sex
from ancrage.publication.documents.dls.tableaux import SANS_OBJET
from ancrage.publication.documents.dls.textes import COORDONNATEUR
from ancrage.publication.documents.phrases import (
    COMPTES,
    chiffre,
    chiffre_reference,
    decimales,
    is_alone,
    lieu,
)
from ancrage.publication.typographie import (
    INSECABLE,
    enumeration,
    mot_verdict,
    nombre,
    periode,
    unite,
)

POPULATION_QPV = "S19"
FAITS = 5  # a list: the synthesis holds on two pages
DIMENSIONS = "DSMOPVAEY"  # the order in which the six figures are drawn, one of each in turn


def key_figures(contexte: Contexte, count: int = 6) -> tuple[ChiffrePhare, ...]:
    """Return six figures to open with: the first of the core in each dimension, in turn."""
    queues: dict[str, dict[str, Valeur]] = {letter: {} for letter in DIMENSIONS}
    for valeur in contexte.latest():
        known = valeur.value and valeur.status == "valeur"
        if known and contexte.of(valeur).dimension in queues:
            queues[contexte.of(valeur).dimension].setdefault(valeur.code, valeur)
    ranked = [list(queue.values()) for queue in queues.values() if queue]
    depth = max(map(len, ranked), default=0)
    chosen = [queue[rank] for rank in range(depth) for queue in ranked if rank < len(queue)]
    order = {v.code: rank for rank, v in enumerate(contexte.latest())}
    kept = sorted(chosen[:count], key=lambda v: order[v.code])
    return tuple(_key_figure(contexte, v) for v in kept)


def _key_figure(contexte: Contexte, valeur: Valeur) -> ChiffrePhare:
    item, main = contexte.of(valeur), contexte.main(valeur)
    comparison = ""
    if main and main.value is not None and valeur.method not in COMPTES:
        reference = chiffre_reference(main, item, decimales(valeur, item))
        place = lieu(main, is_alone(main, valeur.comparaisons))
        beside = f"{place}{INSECABLE}: {reference}"
        comparison = f"{mot_verdict(main.verdict)} ({beside})" if main.verdict else beside
    percent = item.unite.strip() == "%"
    return ChiffrePhare(
        libelle=label_with_sex(valeur, item),
        valeur=chiffre(valeur, item),
        unite="" if percent else unite(item.unite),
        mention=periode(valeur.periode or ""),
        verdict=main.verdict if main and comparison else None,
        comparaison=comparison,
    )


def build_synthese(contexte: Contexte) -> Section:
    """Return chapter 1, two pages: figures, salient facts by verdict, the place of the stakes."""
    blocs: list[Bloc] = [ChiffresPhares(key_figures(contexte))]
    blocs += _salient(contexte)
    core = [v for v in contexte.latest() if contexte.of(v).palier == "K"]
    spine = build_epine(
        contexte, core, f"Les chiffres clés du territoire et {main_reference(contexte)}"
    )
    if spine:
        blocs.append(FigureBloc(spine))
    blocs.append(
        ARemplir(
            "Trois à cinq enjeux proposés",
            "Les enjeux se proposent après lecture des chapitres 3 à 13 : ils croisent les "
            "chiffres, les paroles recueillies et les ressources. Aucun n’est déduit "
            "automatiquement.",
            f"comité technique, avec le {COORDONNATEUR.replace(' ou coordonnatrice', '')}",
        )
    )
    return Section("Synthèse", 1, tuple(blocs), numero="1", nouvelle_page=True)


def _salient(contexte: Contexte) -> list[Bloc]:
    groups: dict[str, list[Valeur]] = {"defavorable": [], "favorable": [], "neutre": []}
    undecided: list[str] = []
    for valeur in contexte.latest():
        main, item = contexte.main(valeur), contexte.of(valeur)
        if not valeur.shown or main is None:
            continue
        if main.verdict in {"superieur", "inferieur"}:
            groups[ton(main.verdict, item) or "neutre"].append(valeur)
        elif main.verdict == "non_concluant":
            undecided.append(label_with_sex(valeur, item))
    against = f"Écarts établis avec {main_reference(contexte)}"
    titles = {
        "defavorable": f"{against}, dans un sens défavorable",
        "favorable": f"{against}, dans un sens favorable",
        "neutre": f"{against}, ni bons ni mauvais en soi",
    }
    blocs: list[Bloc] = []
    for key, title in titles.items():
        if groups[key]:
            blocs.append(_titled(title))
            blocs.append(_facts(contexte, groups[key]))
    if not blocs:
        compared = any((c := contexte.main(v)) and c.verdict for v in contexte.latest())
        said = "Aucun écart établi avec la référence parmi les valeurs comparées."
        if not compared:
            said = "Aucune valeur propre à ce territoire ne se compare à une référence."
        blocs.append(texte(said))
    if undecided:
        blocs.append(
            texte(
                f"Non concluant, effectif trop faible pour trancher{INSECABLE}: "
                f"{enumeration(undecided)}.",
                "note",
            )
        )
    return [*blocs, *build_chance(contexte)]


def _titled(title: str) -> Bloc:
    return Paragraphe((Morceau(title, gras=True),), "intertitre")


def _facts(contexte: Contexte, valeurs: Sequence[Valeur]) -> Liste:
    points = [fact_point(contexte, v) for v in valeurs[:FAITS]]
    rest = len(valeurs) - FAITS
    if rest > 0:
        others = enumeration([label_with_sex(v, contexte.of(v)) for v in valeurs[FAITS:]])
        points.append(Point((Morceau(f"Et aussi{INSECABLE}: {others}.", italique=True),)))
    return Liste(tuple(points))


def fact_point(contexte: Contexte, valeur: Valeur) -> Point:
    """Return a value against the main reference, in one line, with its verdict."""
    item, main = contexte.of(valeur), contexte.main(valeur)
    assert main is not None  # noqa: S101 (only values with a verdict come here)
    number = chiffre(valeur, item)
    unit = "" if item.unite.strip() == "%" else f"{INSECABLE}{unite(item.unite)}"
    place = lieu(main, is_alone(main, valeur.comparaisons))
    inside = f"{chiffre_reference(main, item, decimales(valeur, item))} {place}"
    return Point(
        (
            Morceau(f"{label_with_sex(valeur, item)}{INSECABLE}: ", gras=True),
            Morceau(f"{number}{unit} en {periode(valeur.periode or '')}, contre {inside}."),
        ),
        main.verdict,
        ton(main.verdict, item),
    )


def build_territoire(contexte: Contexte) -> list[Section]:
    """Return chapter 2: who and where; communes, vintages, neighbourhoods, neighbours."""
    area = contexte.profil.territoire
    count = len(area.communes)
    limits = f"limites au 1er{INSECABLE}janvier{INSECABLE}{contexte.profil.millesime}."
    lead = f"Le territoire compte {nombre(count)} communes, dans leurs {limits}"
    if count == 1:
        lead = f"Le territoire est une commune, dans ses {limits}"
    opening: list[Bloc] = [texte(lead, "chapeau")]
    sections = [Section("Territoire et périmètre", 1, tuple(opening), "2", nouvelle_page=True)]
    parts: list[tuple[str, tuple[Bloc, ...]]] = [
        ("Communes du périmètre", _communes(contexte)),
        ("Millésimes", (texte(_vintages(contexte)),)),
        ("Quartiers prioritaires et veille active", _neighbourhoods(contexte)),
        (
            "Contrats voisins",
            (
                ARemplir(
                    "À compléter",
                    "Contrats locaux de santé, conseils locaux de santé mentale et communautés "
                    "professionnelles de santé limitrophes ou qui se recouvrent.",
                    COORDONNATEUR,
                ),
            ),
        ),
    ]
    parts = numbered(parts, "Contrats voisins", build_semblables(contexte))
    for rank, (title, blocs) in enumerate(parts, start=1):
        sections.append(Section(title, 2, blocs, f"2.{rank}"))
    return sections


def _communes(contexte: Contexte) -> tuple[Bloc, ...]:
    communes = contexte.options.communes
    if not communes:
        codes = ", ".join(contexte.profil.territoire.communes)
        return (texte(f"Codes officiels{INSECABLE}: {codes}."),)
    year = contexte.options.annee_population
    heads = (
        "Code", "Commune", "Intercommunalité", "Département",
        f"Population {year}" if year else "Population",
    )  # fmt: skip
    widths = (1.1, 3.0, 3.4, 2.4, 1.6)
    rows = [_commune_row(commune) for commune in communes]
    kept = [i for i in range(len(heads)) if any(row[i].texte != SANS_OBJET for row in rows)]
    sides: tuple[Alignement, ...] = ("gauche", "gauche", "gauche", "gauche", "droite")
    return (
        Tableau(
            cle="Communes",
            titre="Communes du périmètre",
            entetes=tuple(heads[i] for i in kept),
            lignes=tuple(tuple(row[i] for i in kept) for row in rows),
            alignements=tuple(sides[i] for i in kept),
            largeurs=tuple(widths[i] for i in kept),
            dense=len(communes) > 25,
        ),
    )


def _commune_row(commune: CommuneDecrite) -> tuple[Cellule, ...]:
    population = commune.population
    return (
        Cellule(commune.code),
        Cellule(commune.libelle),
        Cellule(commune.epci or SANS_OBJET),
        Cellule(commune.departement or SANS_OBJET),
        Cellule(SANS_OBJET, discret=True)
        if population is None
        else Cellule(nombre(population), population),
    )


def _vintages(contexte: Contexte) -> str:
    periods = sorted({v.periode or "" for v in contexte.latest()})
    ends = sorted(period[-4:] for period in periods)
    span = f"de {ends[0]} à {ends[-1]}" if ends else "à venir"
    return (
        f"Géographie{INSECABLE}: code officiel géographique au 1er{INSECABLE}janvier"
        f"{INSECABLE}{contexte.profil.millesime}. Les chiffres des communes fusionnées sont "
        "additionnés, ceux des communes scindées répartis selon la population et signalés. "
        f"Dernières périodes disponibles, selon l’indicateur{INSECABLE}: {span}. "
        f"Édition de l’observatoire{INSECABLE}: {contexte.profil.edition}."
    )


def _quarter_population(contexte: Contexte) -> str:
    """Say how many live in priority neighbourhoods; none known is not none."""
    found = contexte.profil.latest(POPULATION_QPV)
    if found is None or not found.shown or found.value is None:
        return "La population en quartier prioritaire n’est pas connue pour ce périmètre."
    if found.value == 0:
        return "Aucune commune du périmètre n’a de quartier prioritaire dans les fichiers fournis."
    return (
        f"{nombre(found.value)} personnes vivent en quartier prioritaire "
        f"({periode(found.periode or '')}, {POPULATION_QPV})."
    )


def _neighbourhoods(contexte: Contexte) -> tuple[Bloc, ...]:
    quarters = contexte.options.quartiers
    watch = ARemplir(
        "Quartiers en veille active",
        "Quartiers suivis au titre du contrat de ville, hors géographie prioritaire.",
        COORDONNATEUR,
    )
    if not quarters:
        return (texte(_quarter_population(contexte)), watch)
    table = Tableau(
        cle="Quartiers prioritaires",
        titre="Quartiers prioritaires de la politique de la ville",
        entetes=("Code", "Quartier", "Commune"),
        lignes=tuple((Cellule(q.code), Cellule(q.libelle), Cellule(q.commune)) for q in quarters),
        alignements=("gauche", "gauche", "gauche"),
        largeurs=(1.4, 4.0, 3.0),
    )
    return (table, watch)
