"""Chapters 1 and 2 of the DLS: two pages of salient facts, then the territory itself."""

from collections.abc import Sequence
from dataclasses import replace

from ancrage.observatoire.api import Valeur
from ancrage.publication.documents.blocs import (
    Alignement,
    ARemplir,
    Bloc,
    Cellule,
    ChiffrePhare,
    ChiffresPhares,
    Colonnes,
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
from ancrage.publication.documents.dls.figures import build_epine, label_with_sex, name_all
from ancrage.publication.documents.dls.numeros import name_chapters
from ancrage.publication.documents.dls.quartiers import build_quartiers
from ancrage.publication.documents.dls.tableaux import SANS_OBJET
from ancrage.publication.documents.dls.textes import COORDONNATEUR
from ancrage.publication.documents.phrases import (
    COMPTES,
    NON_RETENU,
    chiffre,
    chiffre_reference,
    decimales,
    is_alone,
    is_fragile,
    lieu,
)
from ancrage.publication.typographie import (
    INSECABLE,
    mot_verdict,
    nombre,
    periode,
    unite_accordee,
)

FAITS = 5  # a list: the synthesis holds on two pages
COMMUNES_EN_REGARD = 25  # beyond, the list takes the width of the page
DIMENSIONS = "DSMOPVAEY"  # the order in which the six figures are drawn, one of each in turn


def key_figures(contexte: Contexte) -> tuple[ChiffrePhare, ...]:
    """Return the six figures to open with, as printed."""
    return tuple(_key_figure(contexte, v) for v in key_values(contexte))


def key_values(contexte: Contexte, count: int = 6) -> list[Valeur]:
    """Return six values to open with: the first of the core in each dimension, in turn."""
    queues: dict[str, dict[str, Valeur]] = {letter: {} for letter in DIMENSIONS}
    for valeur in contexte.latest():
        known = valeur.value and valeur.status == "valeur"
        if known and contexte.of(valeur).dimension in queues:
            queues[contexte.of(valeur).dimension].setdefault(valeur.code, valeur)
    ranked = [list(queue.values()) for queue in queues.values() if queue]
    depth = max(map(len, ranked), default=0)
    chosen = [queue[rank] for rank in range(depth) for queue in ranked if rank < len(queue)]
    order = {v.code: rank for rank, v in enumerate(contexte.latest())}
    return sorted(chosen[:count], key=lambda v: order[v.code])


def _key_figure(contexte: Contexte, valeur: Valeur) -> ChiffrePhare:
    item, main = contexte.of(valeur), contexte.main(valeur)
    comparison = ""
    if main and main.value is not None and valeur.method not in COMPTES:
        reference = chiffre_reference(main, item, decimales(valeur, item))
        place = lieu(main, is_alone(main, valeur.comparaisons))
        beside = f"{place}{INSECABLE}: {reference}"
        said = mot_verdict(main.verdict) if main.verdict else ""
        said += ", non retenu" if is_fragile(main) else ""
        comparison = f"{said} ({beside})" if said else beside
    percent = item.unite.strip() == "%"
    return ChiffrePhare(
        libelle=label_with_sex(valeur, item),
        valeur=chiffre(valeur, item),
        unite="" if percent else unite_accordee(valeur.value or 0.0, item.unite),
        mention=periode(valeur.periode or ""),
        verdict=main.verdict if main and comparison else None,
        comparaison=comparison,
    )


def build_synthese(contexte: Contexte) -> Section:
    """Return chapter 1, two pages: figures, salient facts by verdict, the place of the stakes."""
    blocs: list[Bloc] = [ChiffresPhares(key_figures(contexte))]
    blocs += _salient(contexte)
    spine = build_epine(
        contexte, _core_first(contexte), f"Le territoire et {main_reference(contexte)} d’un regard"
    )
    if spine:
        blocs.append(FigureBloc(spine))
    read = name_chapters(contexte.chapitres, range(3, 14))
    blocs.append(
        ARemplir(
            "Trois à cinq enjeux proposés",
            f"Les enjeux se proposent après lecture des chapitres {read} : ils croisent les "
            "chiffres, les paroles recueillies et les ressources. Aucun n’est déduit "
            "automatiquement.",
            f"comité technique, avec le {COORDONNATEUR.replace(' ou coordonnatrice', '')}",
            place=True,
        )
    )
    return Section("Synthèse", 1, tuple(blocs), numero="1", nouvelle_page=True)


def _core_first(contexte: Contexte) -> list[Valeur]:
    """Return the values with a verdict, those of the core ahead: they are drawn first."""
    compared = [v for v in contexte.latest() if (c := contexte.main(v)) and c.verdict]
    return sorted(compared, key=lambda v: "KSX".index(contexte.of(v).palier))


def _salient(contexte: Contexte) -> list[Bloc]:
    groups: dict[str, list[Valeur]] = {"defavorable": [], "favorable": [], "neutre": []}
    undecided: list[Valeur] = []
    for valeur in contexte.latest():
        main, item = contexte.main(valeur), contexte.of(valeur)
        if not valeur.shown or main is None:
            continue
        if main.verdict in {"superieur", "inferieur"}:
            groups[ton(main.verdict, item) or "neutre"].append(valeur)
        elif main.verdict == "non_concluant":
            undecided.append(valeur)
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
                f"{name_all(contexte, undecided)}.",
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
        others = name_all(contexte, valeurs[FAITS:])
        points.append(Point((Morceau(f"Et aussi{INSECABLE}: {others}.", italique=True),)))
    return Liste(tuple(points))


def fact_point(contexte: Contexte, valeur: Valeur) -> Point:
    """Return a value against the main reference, in one line, with its verdict."""
    item, main = contexte.of(valeur), contexte.main(valeur)
    assert main is not None  # noqa: S101 (only values with a verdict come here)
    number = chiffre(valeur, item)
    share = item.unite.strip() == "%"
    unit = "" if share else INSECABLE + unite_accordee(valeur.value or 0.0, item.unite)
    place = lieu(main, is_alone(main, valeur.comparaisons))
    inside = f"{chiffre_reference(main, item, decimales(valeur, item))} {place}"
    return Point(
        (
            Morceau(f"{label_with_sex(valeur, item)}{INSECABLE}: ", gras=True),
            Morceau(f"{number}{unit} en {periode(valeur.periode or '')}, contre {inside}"),
            Morceau(f" ({NON_RETENU})." if is_fragile(main) else "."),
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
        ("Quartiers prioritaires et veille active", build_quartiers(contexte)),
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
    """Return the list of communes, what they all share below it, the map beside a short one."""
    communes = contexte.options.communes
    if not communes:
        codes = ", ".join(contexte.profil.territoire.communes)
        return (texte(f"Codes officiels{INSECABLE}: {codes}."),)
    table = _communes_table(contexte)
    if len(communes) > COMMUNES_EN_REGARD or len(table.entetes) > 3:
        return (table,)
    narrow = replace(table, largeurs=(1.2, 3.4, 1.9))
    if contexte.carte_territoire is None or len(communes) == 1:
        return (narrow,)
    return (Colonnes((narrow, FigureBloc(contexte.carte_territoire, "demi"))),)


def _communes_table(contexte: Contexte) -> Tableau:
    communes, year = contexte.options.communes, contexte.options.annee_population
    heads = (
        "Code", "Commune", "Intercommunalité", "Département",
        f"Population {year}" if year else "Population",
    )  # fmt: skip
    widths = (1.1, 3.0, 3.4, 2.4, 1.6)
    sides: tuple[Alignement, ...] = ("gauche", "gauche", "gauche", "gauche", "droite")
    rows = [_commune_row(commune) for commune in communes]
    told = {i: {row[i].texte for row in rows} for i in range(len(heads))}
    kept = [i for i in told if told[i] != {SANS_OBJET} and (i in (0, 1, 4) or len(told[i]) > 1)]
    shared = [told[i].pop() for i in (2, 3) if len(told[i]) == 1 and told[i] != {SANS_OBJET}]
    return Tableau(
        cle="Communes",
        titre="Communes du périmètre",
        entetes=tuple(heads[i] for i in kept),
        lignes=tuple(tuple(row[i] for i in kept) for row in rows),
        alignements=tuple(sides[i] for i in kept),
        largeurs=tuple(widths[i] for i in kept),
        note=f"Toutes les communes{INSECABLE}: {', '.join(shared)}." if shared else None,
        dense=len(communes) > COMMUNES_EN_REGARD,
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
