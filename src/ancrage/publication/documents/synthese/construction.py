"""The two pages as blocks: what is cut short, what becomes a table, what goes on which page."""

from collections.abc import Iterable, Sequence

from ancrage import __version__
from ancrage.publication.documents.blocs import (
    Alignement,
    Bloc,
    Cellule,
    ChiffrePhare,
    ChiffresPhares,
    Colonnes,
    Document,
    Encadre,
    FigureBloc,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.synthese.modeles import (
    ActionElu,
    ChiffreElu,
    CommuneElu,
    DecisionElu,
    SyntheseElus,
)
from ancrage.publication.typographie import date_longue, enumeration, ordinal

TITRE = "Synthèse pour les élus"
PRIORITES_MAX = 7
DENSE_DES = 24  # communes from which their table takes smaller type
TABLE_MAX = 36  # communes in a table; beyond, their names follow one another
NOMS_MAX = 2_600  # characters of names; beyond, the page of the site alone lists them
ACTIONS_MAX = 8
LONG, COURT = 150, 90  # characters that a cell takes


def build_synthese(un: SyntheseElus) -> Document:
    """Return the document; its second page starts at the only `nouvelle_page`."""
    return proofread(
        Document(
            titre=TITRE,
            sous_titre=_under(un),
            territoire=un.nom,
            edition=f"état au {date_longue(un.jour)}",
            version=__version__,
            date=un.jour,
            auteur="Équipe du contrat",
            etat="brouillon",
            sections=(*_first(un), *_second(un)),
            mention=un.mention,
            description="Un contrat local de santé en deux pages, pour ses élus.",
        )
    )


def _under(un: SyntheseElus) -> str:
    rank = ordinal(un.generation, feminin=True)
    parts = (f"Contrat local de santé, {rank} génération", un.etat, un.dates, un.perimetre)
    return " · ".join(part for part in parts if part)


def _first(un: SyntheseElus) -> Iterable[Section]:
    yield Section("L’essentiel", 1, (Liste(tuple(_point(one) for one in un.essentiel)),))
    yield Section("Accès au médecin généraliste", 1, tuple(_access(un)))
    yield Section("Priorités", 1, (_priorities(un),))
    yield Section("Décisions à prendre", 1, tuple(_decisions(un)))


def _second(un: SyntheseElus) -> Iterable[Section]:
    yield Section("Sur le territoire", 1, tuple(_places(un)), nouvelle_page=True)
    if un.actions:
        yield Section("Commune par commune", 1, tuple(_communes(un)))
    yield Section("La suite", 1, (texte(un.seance), texte(un.suite)))
    yield Section("À qui s’adresser", 1, (_contacts(un),))
    yield Section("Lire ces pages", 2, tuple(_sources(un)))


def _point(said: str) -> Point:
    return Point((Morceau(said),))


def cut(said: str, longest: int) -> str:
    """Return a text that holds in its cell, cut after a whole word."""
    if len(said) <= longest:
        return said
    return said[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


# --- figures


def _access(un: SyntheseElus) -> Iterable[Bloc]:
    shown = [one for one in un.acces if one.montre]
    waited = [one for one in un.acces if not one.montre]
    left: list[Bloc] = [ChiffresPhares((_key(shown[0]),))] if shown else []
    if waited:
        left.append(Encadre("Pas encore disponible", "attente", (_waited(waited),)))
    if un.bande is not None and left:
        yield Colonnes((*left, FigureBloc(un.bande, "demi")), gauche=len(left))
    else:
        yield from left
    others = [*shown[1:], *un.reperes]
    if others:
        yield _table(
            "chiffres", "D’autres repères sur le territoire",
            ("Indicateur", "Valeur", "Repère et place"),
            [(one.libelle, _value(one), _beside(one)) for one in others], (3, 3, 4.2),
        )  # fmt: skip


def _waited(waited: Sequence[ChiffreElu]) -> Bloc:
    return Liste(tuple(_point(f"{one.libelle} : {one.mot}. {one.motif}") for one in waited))


def _key(one: ChiffreElu) -> ChiffrePhare:
    return ChiffrePhare(
        libelle=one.libelle,
        valeur=one.valeur,
        unite=one.unite,
        mention=". ".join(capital(part) for part in (_about(one), one.place) if part),
        verdict=one.verdict,
        comparaison=one.lecture or one.repere,
    )


def capital(said: str) -> str:
    """Return a text that begins a sentence."""
    return said[:1].upper() + said[1:]


def _value(one: ChiffreElu) -> str:
    said = f"{one.valeur} {one.unite}".strip()
    about = _about(one)
    return f"{said} ({about})" if about else said


def _about(one: ChiffreElu) -> str:
    """Return what a number describes: the larger area it is borrowed from, period, limits."""
    where = f"{one.mot} ({one.lieu})" if one.lieu else ""
    return ", ".join(part for part in (where, one.periode, one.intervalle) if part)


def _beside(one: ChiffreElu) -> str:
    return " ; ".join(part for part in (one.repere, one.place) if part) or "un nombre, non comparé"


# --- what is decided, what is to decide


def _priorities(un: SyntheseElus) -> Bloc:
    if not un.priorites:
        return texte(un.sans_priorite)
    rows = [
        (
            cut(one.libelle, LONG),
            str(one.objectifs),
            *(str(n) for n in (one.actions.realisees, one.actions.en_cours, one.actions.a_lancer)),
            str(one.actions.reportees),
        )
        for one in un.priorites[:PRIORITES_MAX]
    ]
    more = len(un.priorites) - PRIORITES_MAX
    note = f"Et {more} autres, sur la page du contrat." if more > 0 else None
    return _table(
        "priorites", f"{len(un.priorites)} retenue{'s' if len(un.priorites) > 1 else ''} en comité "
        "de pilotage, avec les actions de leurs axes",
        ("Priorité", "Objectifs", "Réalisées", "En cours", "À lancer", "Reportées"), rows,
        (5, 1.1, 1.1, 1, 1, 1.1), numbers=5, note=note,
    )  # fmt: skip


def _decisions(un: SyntheseElus) -> Iterable[Bloc]:
    if not un.decisions:
        yield texte(un.sans_decision)
        return
    yield Tableau(
        "decisions", "De la plus pressante à la plus lointaine", ("Quoi", "Qui", "Quand"),
        tuple(_decision(one) for one in un.decisions), ("gauche", "gauche", "gauche"),
        (5.2, 2.6, 1.6),
    )  # fmt: skip
    if un.autres_decisions:
        plural = "s" if un.autres_decisions > 1 else ""
        yield texte(f"Et {un.autres_decisions} autre{plural}, sur la page du contrat.", "note")


def _decision(one: DecisionElu) -> tuple[Cellule, ...]:
    when = date_longue(one.quand) if one.quand else "sans date"
    return (
        Cellule(cut(one.quoi, LONG), precision=cut(one.detail, LONG) or None, gras=True),
        Cellule(cut(one.qui, COURT)),
        Cellule(when, precision="en retard" if one.en_retard else None),
    )


# --- where


def _places(un: SyntheseElus) -> Iterable[Bloc]:
    said = _whole_territory(un) if un.actions else _territory_alone(un)
    if un.carte is None:
        yield from said
    else:
        yield Colonnes((FigureBloc(un.carte, "demi"), *said))


def _territory_alone(un: SyntheseElus) -> list[Bloc]:
    names = enumeration([one.nom for one in un.communes])
    blocs: list[Bloc] = [texte(un.sans_action)]
    if names and len(names) <= NOMS_MAX:
        blocs.append(Encadre("Les communes du contrat", "neutre", (texte(f"{names}."),)))
    return blocs


def _whole_territory(un: SyntheseElus) -> list[Bloc]:
    count = len(un.partout)
    whole = (
        f"{count} action{'s' if count > 1 else ''} : {un.comptes_partout.en_mots}."
        if count
        else "Aucune action ne couvre tout le territoire : chacune nomme ses communes."
    )
    blocs: list[Bloc] = [Encadre("Dans toutes les communes", "neutre", (texte(whole),))]
    if un.commune is not None:
        blocs.append(_chosen(un.commune))
    elif un.partout:
        blocs.append(_actions(un.partout))
    if un.sans_lieu:
        plural = "s" if un.sans_lieu > 1 else ""
        blocs.append(texte(f"{un.sans_lieu} action{plural} sans lieu écrit.", "note"))
    return blocs


def _chosen(one: CommuneElu) -> Bloc:
    inside = _actions(one.propres) if one.propres else texte("Aucune action ne la nomme.")
    return Encadre(f"Ma commune : {one.nom}", "methode", (inside,))


def _actions(actions: Sequence[ActionElu]) -> Liste:
    points = [_point(_action(one)) for one in actions[:ACTIONS_MAX]]
    more = len(actions) - ACTIONS_MAX
    if more > 0:
        points.append(_point(f"et {more} autre{'s' if more > 1 else ''}"))
    return Liste(tuple(points))


def _action(one: ActionElu) -> str:
    where = f" ({one.ou})" if one.ou else ""
    return f"{cut(one.titre, COURT)}{where} : {one.statut}"


def _communes(un: SyntheseElus) -> Iterable[Bloc]:
    named = un.visees
    if not named:
        yield texte("Aucune action ne nomme une commune en particulier.")
    elif len(un.communes) <= TABLE_MAX:
        yield _by_table(un.communes)
    else:
        yield from _by_names(un, named)
    yield texte(
        "Les communes sont dans l’ordre alphabétique : le nombre d’actions dépend de ce que "
        "chaque action vise, il ne dit rien de l’engagement d’une commune.", "note",
    )  # fmt: skip


def _by_table(communes: Sequence[CommuneElu]) -> Bloc:
    half = -(-len(communes) // 2)
    parts = [communes[:half], communes[half:]] if len(communes) > 6 else [communes]
    tables = tuple(
        _table(
            f"communes-{rank}", f"Communes, {part[0].nom} à {part[-1].nom}",
            ("Commune", "Actions qui la nomment"),
            [(one.nom, _own(one)) for one in part], (2.2, 3),
            dense=len(communes) > DENSE_DES,
        )
        for rank, part in enumerate(parts, 1)
    )  # fmt: skip
    return Colonnes(tables) if len(tables) > 1 else tables[0]


def _own(one: CommuneElu) -> str:
    return one.comptes.en_mots if one.propres else "aucune en propre"


def _by_names(un: SyntheseElus, named: Sequence[CommuneElu]) -> Iterable[Bloc]:
    head = f"{len(named)} communes sur {len(un.communes)} sont nommées par une action au moins"
    covered = bool(un.partout) and len(named) < len(un.communes)
    others = " ; les autres ont celles de tout le territoire" if covered else ""
    by_status = [f"{one.nom} ({one.comptes.en_mots})" for one in named]
    by_number = [f"{one.nom} ({one.comptes.total})" for one in named]
    for names in map(enumeration, (by_status, by_number)):
        if len(names) <= NOMS_MAX:
            yield texte(f"{head}{others}.")
            yield texte(f"{names}.", "note")
            return
    yield texte(f"{head}{others}. Choisissez votre commune sur le site pour lire les siennes.")


# --- the end of the second page


def _contacts(un: SyntheseElus) -> Bloc:
    if not un.contacts:
        return texte("Aucun poste n’est encore désigné : l’ARS de votre département répond.")
    rows = [(cut(one.fonction, COURT), cut(one.organisation, COURT)) for one in un.contacts]
    return _table(
        "contacts", "Les fonctions qui répondent", ("Fonction", "Organisation"), rows, (1, 1)
    )


def _sources(un: SyntheseElus) -> Iterable[Bloc]:
    cited = dict.fromkeys(one.source for one in (*un.acces, *un.reperes) if one.source)
    yield texte(
        "La place d’un territoire est celle du cinquième où tombe sa valeur parmi les territoires "
        "comparables : ce n’est ni un rang, ni une note. Une valeur absente n’est pas un zéro. Une "
        "action qui sert deux priorités compte dans chacune ; les actions abandonnées ne comptent "
        "pas.", "note",
    )  # fmt: skip
    if cited:
        yield texte(f"Sources : {' ; '.join(cited)}.", "note")


def _table(
    cle: str,
    titre: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    numbers: int = 0,
    note: str | None = None,
    dense: bool = False,
) -> Tableau:
    """Return a table of texts; its last `numbers` columns are read as numbers."""
    left = len(heads) - numbers
    sides: tuple[Alignement, ...] = tuple(
        "gauche" if rank < left else "droite" for rank in range(len(heads))
    )
    lines = tuple(tuple(Cellule(cell) for cell in row) for row in rows)
    return Tableau(cle, titre, tuple(heads), lines, sides, tuple(widths), note, dense=dense)
