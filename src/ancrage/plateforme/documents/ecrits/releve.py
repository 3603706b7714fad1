"""The record of how priorities were chosen: needs, grid, notes, choice, and how firm it is."""

from collections.abc import Sequence
from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.programmes.lectures import gauge_of
from ancrage.plateforme.programmes.models import Besoin, GrillePriorisation, Priorite
from ancrage.plateforme.programmes.stabilite import Stabilite, rank_stability
from ancrage.publication.documents.blocs import Alignement, Bloc, Cellule, Section, Tableau, texte
from ancrage.publication.typographie import date_longue, nombre

SANS_BESOIN = "Aucun besoin n’est écrit : une priorité se retient sur des besoins établis."
SANS_GRILLE = "Aucune grille n’est fixée : les priorités sont discutées sans note."
SANS_PRIORITE = "Aucune priorité n’est proposée."
METHODE = (
    "Le score est la moyenne des notes pondérée par les critères. Pour en lire la solidité, chaque "
    "poids est tour à tour divisé par deux, augmenté de moitié, puis le critère est retiré. Le "
    "score éclaire la discussion ; la décision revient au comité de pilotage."
)


def releve(contrat: Contrat, on: date) -> tuple[Section, ...]:
    """Return the parts of the record, as the plan stands."""
    grille = getattr(contrat, "grille", None)
    priorites = list(contrat.priorites.prefetch_related("besoins"))
    return (
        Section("Besoins", 1, (_besoins(contrat),)),
        Section("Grille", 1, _grille(grille)),
        Section("Priorités", 1, (*_gauge(contrat, on), *_priorites(priorites, grille))),
        Section("Solidité du classement", 1, _firmness(priorites, grille)),
    )


def _table(cle: str, titre: str, entetes: Sequence[str], lignes: Sequence[Sequence[str]],
           largeurs: Sequence[float], droite: Sequence[int] = ()) -> Tableau:  # fmt: skip
    sides: tuple[Alignement, ...] = tuple(
        "droite" if rank in droite else "gauche" for rank in range(len(entetes))
    )
    cells = tuple(tuple(Cellule(one) for one in ligne) for ligne in lignes)
    return Tableau(cle, titre, tuple(entetes), cells, sides, tuple(largeurs))


def _besoins(contrat: Contrat) -> Bloc:
    rows = contrat.besoins.prefetch_related("appuis__edition__diagnostic")
    lines = [(one.code, one.libelle, _support(one)) for one in rows]
    if not lines:
        return texte(SANS_BESOIN)
    return _table("besoins", "Besoins établis", ("Code", "Besoin", "Établi par"), lines, (1, 4, 5))


def _support(besoin: Besoin) -> str:
    said = [
        f"{one.indicateur}, {one.edition}" if one.edition else f"{one.constat} ({one.source})"
        for one in besoin.appuis.all()
    ]
    return " ; ".join(said) or "aucun appui enregistré"


def _grille(grille: GrillePriorisation | None) -> tuple[Bloc, ...]:
    if grille is None or not grille.criteres:
        return (texte(SANS_GRILLE),)
    lines = [(one["libelle"], _plain(one["poids"])) for one in grille.criteres]
    head = ("Critère", "Poids")
    said = texte(f"Chaque critère est noté de 0 à {grille.note_maximale}.")
    return (said, _table("grille", "Critères et poids", head, lines, (5, 1), (1,)))


def _plain(value: float) -> str:
    return nombre(value, 0 if float(value).is_integer() else 2)


def _gauge(contrat: Contrat, on: date) -> tuple[Bloc, ...]:
    gauge = gauge_of(contrat)
    rule = rule_in_force(contrat.region, "R6", on=on)
    wanted = (
        f" ; la région en attend de {rule.lus.minimum} à {rule.lus.maximum} (R6)" if rule else ""
    )
    lifted = contrat.derogations.filter(fait="priorites_en_nombre", le__lte=on).first()
    words = (
        f"Priorités retenues : {gauge.priorites}{wanted}. Objectifs et actions structurants : "
        f"{gauge.structurants}. Fiches actions : {gauge.fiches}."
    )
    reason = (texte(f"Dérogation du {date_longue(lifted.le)} : {lifted.motif}"),) if lifted else ()
    return (texte(words), *reason)


def _priorites(
    priorites: Sequence[Priorite], grille: GrillePriorisation | None
) -> tuple[Bloc, ...]:
    if not priorites:
        return (texte(SANS_PRIORITE),)
    criteres = grille.criteres if grille else []
    lines = [
        (
            one.libelle,
            ", ".join(besoin.code for besoin in one.besoins.all()) or "aucun",
            " ; ".join(
                f"{critere['libelle']} : {_noted(one.notes.get(critere['code']))}"
                for critere in criteres
            ),
            nombre(float(one.score), 2) if one.score is not None else "non noté",
            _decided(one),
        )
        for one in priorites
    ]
    head = ("Priorité", "Besoins", "Notes", "Score", "Décision")
    return (_table("priorites", "Priorités et notes", head, lines, (4, 1.4, 4, 1.2, 3), (3,)),)


def _noted(note: float | None) -> str:
    return "non noté" if note is None else _plain(note)


def _decided(one: Priorite) -> str:
    if one.decidee_le is None:
        return "proposée, non retenue à ce jour"
    return f"retenue le {date_longue(one.decidee_le)} ({one.decision})"


def _firmness(priorites: Sequence[Priorite], grille: GrillePriorisation | None) -> tuple[Bloc, ...]:
    notes = [one.notes for one in priorites]
    chosen = [one.is_retenue for one in priorites]
    found = rank_stability(grille.criteres, notes, chosen) if grille else None
    if found is None:
        return (texte("Moins de deux priorités sont entièrement notées : rien à comparer."),)
    lines = [(one.libelle, _range(rang)) for one, rang in zip(priorites, found.rangs, strict=True)]
    head = ("Priorité", "Place selon les poids")
    return (
        texte(METHODE, "note"),
        *_kept(found, chosen),
        _table("solidite", "Places extrêmes", head, lines, (5, 3)),
    )


def _kept(found: Stabilite, chosen: Sequence[bool]) -> tuple[Bloc, ...]:
    if all(chosen) or not any(chosen):
        return ()
    return (
        texte(
            f"Les priorités retenues restent devant les autres dans {found.maintenues} des "
            f"{found.essais} jeux de poids essayés."
        ),
    )


def _range(rang: tuple[int, int] | None) -> str:
    if rang is None:
        return "notes incomplètes"
    best, worst = rang
    return f"{best}, quels que soient les poids" if best == worst else f"de {best} à {worst}"
