"""The tables of a note: the grid, the framing figures, the scenarios, the means."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ancrage.plateforme.faisabilite.moyens import etp, euros
from ancrage.publication.documents.blocs import Alignement, Bloc, Cellule, Encadre, Tableau, texte
from ancrage.publication.typographie import AFFICHES, nombre

Contenu = Mapping[str, Any]
VIDE = "à renseigner"
_LEFT: Alignement = "gauche"
AUCUN = "aucun"


def facteurs(contenu: Contenu) -> tuple[Bloc, ...]:
    """Return the three factors with their evidence."""
    rows = tuple(
        (
            Cellule(one["libelle"]),
            Cellule(one["mot"] or VIDE, gras=bool(one["mot"]), discret=not one["mot"]),
            Cellule(one["preuve"] or VIDE, discret=not one["preuve"]),
        )
        for one in contenu["facteurs"]
    )
    return (_table("facteurs", "Facteurs facilitants", ("Facteur", "Présent", "Preuve"), rows,
                   (3, 1.2, 4)),)  # fmt: skip


def conditions(contenu: Contenu) -> tuple[Bloc, ...]:
    """Return the five conditions, each scored from 0 to 3, and how many are scored."""
    rows = tuple(
        (
            Cellule(one["libelle"]),
            Cellule(f"{one['score']} sur 3", gras=True)
            if one["score"] is not None
            else Cellule(VIDE, discret=True),
            Cellule(one["preuve"] or VIDE, discret=not one["preuve"]),
        )
        for one in contenu["conditions"]
    )
    note = (
        "Note de 0 (absente) à 3 (acquise). Les notes ne s’additionnent pas : chaque condition se "
        "lit seule."
    )
    return (
        _table("conditions", "Conditions de réussite", ("Condition", "Note", "Preuve"), rows,
               (3, 1.2, 4), note=note),
    )  # fmt: skip


def cadrage(contenu: Contenu) -> tuple[Bloc, ...]:
    """Return the framing figures; a figure that is not shown has its word, never a blank."""
    cited = dict.fromkeys(one["source"] for one in contenu["cadrage"] if one["source"])
    numbers = {source: rank for rank, source in enumerate(cited, start=1)}
    rows = tuple(_figure(one, numbers) for one in contenu["cadrage"])
    reasons: dict[str, list[str]] = {}
    for one in contenu["cadrage"]:
        if one["motif"]:
            reasons.setdefault(one["motif"].rstrip("."), []).append(one["libelle"])
    members = tuple(
        texte(
            f"{one['libelle']}, par intercommunalité. {' ; '.join(one['membres'])}.",
            "note",
        )
        for one in contenu["cadrage"]
        if one["membres"]
    )
    table = Tableau(
        "cadrage",
        "Chiffres de cadrage du territoire",
        ("Indicateur", "Période", "Valeur", "Intervalle", "Référence"),
        rows,
        ("gauche", "gauche", "droite", "droite", "droite"),
        (3.4, 1.2, 1.9, 1.8, 2),
        note=" ".join(f"{why} : {', '.join(names)}." for why, names in reasons.items()) or None,
        source=_cited(numbers),
    )
    said = (
        "Calcul automatique sur données ouvertes, non validé par l’observatoire régional de la "
        "santé. L’intervalle de confiance à 95 % est donné quand la source fournit des effectifs."
    )
    return (table, *members, texte(said, "note"))


def _cited(numbers: Mapping[str, int]) -> str | None:
    """Return the sources under their numbers."""
    words = " ; ".join(f"[{rank}] {source}" for source, rank in numbers.items())
    return f"Sources : {words}." if words else None


def _figure(one: Mapping[str, Any], numbers: Mapping[str, int]) -> tuple[Cellule, ...]:
    shown = one["status"] in AFFICHES and bool(one["valeur"])
    beside = f"{one['reference']} ({one['reference_nom']})" if one["reference"] else "–"
    return (
        Cellule(one["libelle"], precision=one["unite"] or None),
        Cellule(
            one["periode"] or "–",
            precision=f"source [{numbers[one['source']]}]" if one["source"] else None,
        ),
        Cellule(
            one["valeur"] if shown else one["mot"],
            precision=one["mot"] if one["status"] == "emprunte" else None,
            gras=shown,
            discret=not shown,
        ),
        Cellule(one["intervalle"] or "–"),
        Cellule(beside),
    )


def scenarios(contenu: Contenu) -> tuple[Bloc, ...]:
    """Return the possible perimeters side by side, one column each, three at most per table."""
    rows = contenu["scenarios"]
    groups = [rows[start : start + 3] for start in range(0, len(rows), 3)]
    return tuple(_side_by_side(rank, group) for rank, group in enumerate(groups))


def _side_by_side(rank: int, rows: list[Mapping[str, Any]]) -> Tableau:
    """Return a table of scenarios: what is computed, then what people say of them."""
    title = "Périmètres côte à côte" + (" (suite)" if rank else "")
    heads = tuple(one["libelle"] + (" (proposé)" if one["retenu"] else "") for one in rows)
    lines = (
        ("Communes", [nombre(one["nombre"]) for one in rows]),
        ("Habitants", [_people(one) for one in rows]),
        ("Quartiers prioritaires (2015)", [_listed(one["quartiers"]) for one in rows]),
        ("Intercommunalités coupées", [_listed(one["coupes"], "aucune") for one in rows]),
        ("D’un seul tenant", ["oui" if one["d_un_tenant"] else "non" for one in rows]),
        ("Contrats sur les mêmes communes", [_listed(one["chevauches"]) for one in rows]),
        ("Contrats voisins", [_listed(one["voisins"]) for one in rows]),
        ("Avantages", [one["avantages"] or VIDE for one in rows]),
        ("Inconvénients", [one["inconvenients"] or VIDE for one in rows]),
    )
    return Tableau(
        f"perimetres_{rank}",
        title,
        ("Critère", *heads),
        tuple(
            (Cellule(name, gras=True), *(Cellule(words, discret=words == VIDE) for words in cells))
            for name, cells in lines
        ),
        ("gauche", *(_LEFT for _ in rows)),
        (1.6, *(3.0 for _ in rows)),
        note="Habitants : population municipale de l’Insee, communes additionnées.",
    )


def _people(one: Mapping[str, Any]) -> str:
    if one["population"] is None:
        return "non disponible dans les fichiers chargés"
    return f"{nombre(one['population'])} ({one['annee']})"


def _listed(words: list[str], none: str = AUCUN) -> str:
    return f"{len(words)} : {' ; '.join(words)}" if words else none


def moyens(contenu: Contenu) -> tuple[Bloc, ...]:
    """Return the means: the lines, the balance, the half-post and its reasoning."""
    found = contenu["moyens"]
    rows = tuple(
        (
            Cellule(one["libelle"], precision=one["mot"]),
            Cellule(etp(Decimal(one["etp"])) if one["etp"] else "–"),
            Cellule(euros(one["centimes"]) if one["centimes"] is not None else VIDE),
        )
        for one in found["lignes"]
    )
    lines = (
        (_table("moyens", "Moyens par an", ("Intitulé", "Temps", "Montant"), rows, (5, 1.4, 1.8),
                right=2),) if rows else ()
    )  # fmt: skip
    half = found["demi_poste"]
    title = "Demi-poste CLS et CLSM" + ("" if half["ouvert"] else " : non ouvert")
    rule = found["regles"]["R15"]
    return (
        *lines,
        *((texte(_balance(found["sommes"])),) if rows else ()),
        Encadre(title, "methode", (texte(half["explication"]),)),
        *((texte(rule, "note"),) if rule else ()),
    )


def _balance(sommes: Mapping[str, Any]) -> str:
    left = "Les dépenses chiffrées sont couvertes par les financements écrits ci-dessus."
    if sommes["reste"]:
        left = f"Reste à financer : {euros(sommes['reste'])}."
    elif not sommes["depenses"]:
        left = "Aucune dépense n’est chiffrée : rien ne dit encore ce qui est à financer."
    return (
        f"Postes : {etp(Decimal(sommes['etp']))}. Dépenses : {euros(sommes['depenses'])} par an. "
        f"Financements acquis : {euros(sommes['acquis'])} ; demandés : {euros(sommes['demande'])} "
        f"; à trouver : {euros(sommes['a_trouver'])}. {left}"
    )


def _table(
    cle: str, titre: str, heads: tuple[str, ...], rows: tuple[tuple[Cellule, ...], ...],
    widths: tuple[float, ...], note: str | None = None, right: int = 0,
) -> Tableau:  # fmt: skip
    """Return a table, its last `right` columns aligned to the right."""
    sides: tuple[Any, ...] = ("gauche",) * (len(heads) - right) + ("droite",) * right
    return Tableau(cle, titre, heads, rows, sides, widths, note=note)
