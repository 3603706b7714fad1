"""The tables of the DLS: values with their limits and references, members, communes, annexes."""

from collections.abc import Sequence
from dataclasses import replace

from ancrage.observatoire.api import Comparaison, Indicateur, Methode, Valeur
from ancrage.publication.documents.blocs import Alignement, Cellule, Tableau
from ancrage.publication.documents.dls.contexte import Contexte, main_reference, ton
from ancrage.publication.documents.dls.textes import STATUTS
from ancrage.publication.documents.phrases import (
    COMPTES,
    SEXES,
    chiffre,
    chiffre_reference,
    decimales,
    has_quartiers,
    niveau_employe,
)
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    intervalle_affiche,
    mot_retenu,
    mot_statut,
    mot_verdict,
    nombre,
    periode,
    unite,
)

SANS_OBJET = "–"
STANDARDISES = {Methode.TAUX_STANDARDISE, Methode.TAUX_STANDARDISE_PUBLIE}
MEMBRES_IMPRIMES = 20  # beyond, the spreadsheet and the communal annex hold them
DROITE: tuple[Alignement, ...] = ("droite",)  # the columns of numbers


def value_cell(valeur: Valeur, indicateur: Indicateur) -> Cellule:
    """Return the cell of a value: its number, or the word of its status."""
    text = chiffre(valeur, indicateur)
    if not valeur.shown or valeur.value is None:
        return Cellule(text, discret=True)
    return Cellule(text, valeur.value, decimales(valeur, indicateur), gras=True)


def number_cell(value: float | None, places: int = 0) -> Cellule:
    """Return the cell of a plain number, a dash where there is none."""
    if value is None:
        return Cellule(SANS_OBJET, discret=True)
    return Cellule(nombre(value, places), value, places)


def label_cell(valeur: Valeur, indicateur: Indicateur, niveau: str) -> Cellule:
    """Return the indicateur with, under it, its unit, period, sex and level.

    A standardised rate says so: beside a crude one, in the same unit, it would contradict it.
    """
    details = (
        "taux standardisé" if valeur.method in STANDARDISES else "",
        unite(indicateur.unite) if indicateur.unite.strip() != "%" else "",
        SEXES.get(valeur.sexe, valeur.sexe),
        periode(valeur.periode or ""),
        niveau_employe(valeur, niveau),
    )
    return Cellule(indicateur.libelle, precision=" · ".join(part for part in details if part))


def interval_cell(valeur: Valeur, indicateur: Indicateur) -> Cellule:
    """Return the confidence limits, a dash where the value has none."""
    if not valeur.shown:
        return Cellule(SANS_OBJET, discret=True)
    return Cellule(intervalle_affiche(valeur.lower, valeur.upper, indicateur.decimales))


def verdict_cell(valeur: Valeur, indicateur: Indicateur, main: Comparaison | None) -> Cellule:
    """Return the verdict in words with its mark, or why there is none."""
    if main is None or not valeur.shown:
        return Cellule(SANS_OBJET, discret=True)
    if main.verdict is None:
        return Cellule("sans verdict", discret=True)
    return Cellule(
        mot_verdict(main.verdict),
        precision=mot_retenu(main.verdict, main.retenu_fdr) or None,
        verdict=main.verdict,
        ton=ton(main.verdict, indicateur),
    )


def build_values(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> Tableau:
    """Return the table of a chapter: value, limits, references, verdict."""
    areas = contexte.references(valeurs)
    niveau = contexte.profil.territoire.niveau
    lignes = []
    for valeur in valeurs:
        item = contexte.of(valeur)
        lignes.append(
            (
                label_cell(valeur, item, niveau),
                value_cell(valeur, item),
                interval_cell(valeur, item),
                *(_reference_cell(valeur, item, area) for area in areas),
                verdict_cell(valeur, item, contexte.main(valeur)),
            )
        )
    count = len(areas)
    return Tableau(
        cle=f"Chapitre {numero}",
        titre=f"Les indicateurs du chapitre {numero}",
        entetes=(
            "Indicateur",
            "Valeur",
            "Intervalle à 95 %",
            *(column_title(area, areas) for area in areas),
            "Verdict",
        ),
        lignes=tuple(lignes),
        alignements=("gauche", "droite", "droite", *DROITE * count, "gauche"),
        largeurs=(4.9, 1.9, 2.4, *(1.5,) * count, 2.5),
        note=_verdict_note(contexte, valeurs),
        source=sources_line(valeurs),
        complement=_mark_column(contexte, valeurs),
    )


def _mark_column(
    contexte: Contexte, valeurs: Sequence[Valeur]
) -> tuple[tuple[str, tuple[Cellule, ...]], ...]:
    """Return the mark of each verdict as a column: the spreadsheet has no second line in a cell."""
    mains = [contexte.main(valeur) for valeur in valeurs]
    kept = [mot_retenu(c.verdict, c.retenu_fdr) if c else "" for c in mains]
    return (("Compte tenu du nombre de tests", tuple(Cellule(w or SANS_OBJET) for w in kept)),)


def build_silent(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> Tableau | None:
    """Return the indicateurs that have no number to show, those of one reason together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for valeur in (v for v in valeurs if not v.shown):
        said = (mot_statut(valeur.status), reason(valeur))
        groups.setdefault(said, []).append(_dated_label(contexte, valeur))
    if not groups:
        return None
    return Tableau(
        cle=f"Sans chiffre {numero}",
        titre="Sans chiffre à montrer pour ce territoire",
        entetes=("À la place du chiffre", "Indicateurs", "Raison"),
        lignes=tuple(
            (Cellule(word, discret=True), Cellule(f"{FINE}; ".join(labels)), Cellule(why))
            for (word, why), labels in groups.items()
        ),
        alignements=("gauche", "gauche", "gauche"),
        largeurs=(2.4, 5.6, 4.0),
    )


def _dated_label(contexte: Contexte, valeur: Valeur) -> str:
    item = contexte.of(valeur)
    details = (SEXES.get(valeur.sexe, valeur.sexe), periode(valeur.periode or ""))
    return f"{item.libelle} ({', '.join(part for part in details if part)})"


def build_borrowed(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> Tableau | None:
    """Return the values of larger areas, one row per indicateur, sexes side by side."""
    rows: dict[tuple[str, str | None, str], dict[str, Valeur]] = {}
    for valeur in valeurs:
        if valeur.shown and valeur.status == "emprunte":
            key = (valeur.code, valeur.periode, valeur.geographie.code)
            rows.setdefault(key, {})[valeur.sexe] = valeur
    if not rows:
        return None
    present = {sexe for row in rows.values() for sexe in row}
    sexes = [sexe for sexe in ("ensemble", "femmes", "hommes") if sexe in present]
    niveau = contexte.profil.territoire.niveau
    lignes = []
    for row in rows.values():
        first = next(iter(row.values()))
        item = contexte.of(first)
        lignes.append(
            (
                label_cell(replace(first, sexe="ensemble"), item, niveau),
                *(
                    value_cell(row[sexe], item) if sexe in row else Cellule(SANS_OBJET)
                    for sexe in sexes
                ),
            )
        )
    return Tableau(
        cle=f"Territoire plus grand {numero}",
        titre="Valeurs d’un territoire plus grand, montrées faute de valeur locale",
        entetes=("Indicateur", *(sexe.capitalize() for sexe in sexes)),
        lignes=tuple(lignes),
        alignements=("gauche", *DROITE * len(sexes)),
        largeurs=(6.0, *(1.6,) * len(sexes)),
        note="Elles ne disent rien de particulier du territoire et ne portent pas de verdict.",
        source=sources_line([v for row in rows.values() for v in row.values()]),
    )


def reason(valeur: Valeur) -> str:
    """Return why a value is not shown, as the engine says it, or by its status."""
    if valeur.motif:
        return valeur.motif[:1].upper() + valeur.motif[1:].rstrip(".") + "."
    return STATUTS[valeur.status]


def _reference_cell(valeur: Valeur, indicateur: Indicateur, area: Comparaison) -> Cellule:
    for comparaison in valeur.comparaisons if valeur.method not in COMPTES else ():
        if (comparaison.reference, comparaison.code) == (area.reference, area.code):
            text = chiffre_reference(comparaison, indicateur)
            return Cellule(
                text,
                comparaison.value,
                indicateur.decimales,
                discret=comparaison.value is None,
            )
    return Cellule(SANS_OBJET, discret=True)


def column_title(area: Comparaison, areas: Sequence[Comparaison]) -> str:
    """Return the head of a reference's column: by name when there are several of its kind."""
    if sum(other.reference == area.reference for other in areas) > 1:
        return area.libelle
    return {"region": "Région", "france": "France"}.get(area.reference, area.libelle)


def _verdict_note(contexte: Contexte, valeurs: Sequence[Valeur]) -> str:
    """Return what the last column compares with, in one line: the rest is in chapter 0."""
    text = f"Verdict contre {main_reference(contexte)}, lu sur l’intervalle."
    if any(c.hors_territoire for v in valeurs for c in v.comparaisons):
        text += " Le territoire est retiré d’une référence dont il pèse plus de 5 %."
    return f"{text} {told_family(contexte)}".strip()


def told_family(contexte: Contexte) -> str:
    """Return the tests that these verdicts belong to, and what « retenu » means, in one line."""
    found = contexte.profil.tests
    if not found.tests:
        return ""
    expected = found.attendus_par_hasard
    return (
        f"Retenu ou non{INSECABLE}: compte tenu des {nombre(found.tests)} tests du profil, dont "
        f"environ {nombre(expected, 0 if expected >= 10 else 1)} faux positifs attendus par "
        f"hasard (Benjamini et Hochberg, 5{FINE}%)."
    )


def sources_line(valeurs: Sequence[Valeur]) -> str | None:
    """Return « Source : … » for the foot of a table."""
    said = cited(valeurs)
    return f"Source{INSECABLE}: {said}." if said else None


def cited(valeurs: Sequence[Valeur]) -> str:
    """Return « producteur, titre (millésimes) ; … », each source once."""
    vintages: dict[str, set[str]] = {}
    for valeur in valeurs:
        if valeur.source:
            name = f"{valeur.source.producteur}, {valeur.source.titre}"
            vintages.setdefault(name, set()).add(periode(valeur.source.millesime))
    parts = [f"{name} ({', '.join(sorted(years))})" for name, years in sorted(vintages.items())]
    return " ; ".join(parts)


def build_membres(contexte: Contexte, numero: int, valeurs: Sequence[Valeur]) -> list[Tableau]:
    """Return the published values of the members, where the union has none."""
    groups: dict[tuple[str, ...], list[Valeur]] = {}
    for valeur in valeurs:
        if has_listed(valeur):
            groups.setdefault(tuple(m.code for m in valeur.membres), []).append(valeur)
    return [
        _membres_table(contexte, f"{numero}{_letter(i)}", group[start : start + 4])
        for i, (group, start) in enumerate(
            (group, start) for group in groups.values() for start in range(0, len(group), 4)
        )
    ]


def has_listed(valeur: Valeur) -> bool:
    """Tell whether a value is read in its members, one of which at least is published."""
    return not valeur.shown and any(m.value is not None for m in valeur.membres)


def _letter(index: int) -> str:
    return "" if index == 0 else chr(ord("a") + index)


def _membres_table(contexte: Contexte, suffix: str, valeurs: Sequence[Valeur]) -> Tableau:
    items = [contexte.of(v) for v in valeurs]
    quartiers = has_quartiers(valeurs[0])
    lignes = []
    for position, membre in enumerate(valeurs[0].membres):
        row = [Cellule(membre.libelle)]
        for valeur, item in zip(valeurs, items, strict=True):
            row.append(
                plain_cell(valeur.membres[position].value, valeur.membres[position].status, item)
            )
        lignes.append(tuple(row))
    return Tableau(
        cle=f"Membres {suffix}",
        titre="Valeurs publiées des quartiers prioritaires, qui ne valent pas pour le territoire"
        if quartiers
        else "Valeurs publiées des membres, qui ne s’additionnent pas",
        entetes=(
            "Quartier prioritaire" if quartiers else "Membre",
            *(dated(v, i) for v, i in zip(valeurs, items, strict=True)),
        ),
        lignes=tuple(lignes),
        alignements=("gauche", *DROITE * len(items)),
        largeurs=(3.0, *(2.0,) * len(items)),
        source=sources_line(valeurs),
        imprime=len(lignes) <= MEMBRES_IMPRIMES,
    )


def dated(valeur: Valeur, indicateur: Indicateur) -> str:
    """Return the head of a column: short label, unit, period."""
    inside = ", ".join(
        part for part in (unite(indicateur.unite), periode(valeur.periode or "")) if part
    )
    return f"{indicateur.libelle_court} ({inside})"


def plain_cell(value: float | None, status: str, indicateur: Indicateur) -> Cellule:
    """Return a number alone, or the word of its status."""
    if status not in {"valeur", "zero", "emprunte"} or value is None:
        return Cellule(
            mot_statut(status if value is None and status != "valeur" else "manquant"), discret=True
        )
    return Cellule(nombre(value, indicateur.decimales), value, indicateur.decimales)
