"""The life of a contract as a timeline: past, present and next, with its documents and people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import ACTES, SIGNES, Etat
from ancrage.plateforme.contrats.faits import FAITS, roles_in_words
from ancrage.plateforme.contrats.gardes import LIBELLES
from ancrage.plateforme.contrats.models import Attestation, Avenant, Contrat, Echeance, Transition
from ancrage.plateforme.contrats.situation import SANS_PAGE, forward_act
from ancrage.plateforme.fichiers.models import Fichier

NOMS = {str(role): str(role.label) for role in Role}
ETAPES_MAX = 20  # a life has no more states: a table of acts gone round would stop here


@dataclass(frozen=True, slots=True)
class Evenement:
    """One day of a life: what happened, by whom, why, what was found, on which documents."""

    le: date
    titre: str
    qui: str = ""
    motif: str = ""
    textes: tuple[str, ...] = ()
    constats: tuple[tuple[str, str, str], ...] = ()  # fact, what was said of it, detail
    pieces: tuple[Fichier, ...] = ()
    doctrine: str = ""


@dataclass(frozen=True, slots=True)
class AVenir:
    """A step still to come: no date is promised but those frozen at the entry."""

    titre: str
    qui: str
    demande: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vie:
    """The whole line."""

    passe: list[Evenement]
    present: str
    depuis: date | None
    echeances: list[Echeance] = field(default_factory=list)
    retards: list[Echeance] = field(default_factory=list)
    a_venir: list[AVenir] = field(default_factory=list)
    fin: date | None = None


def read_travail(contrat: Contrat, on: date) -> Vie:
    """Return the line as those who work on the contract read it."""
    rows = list(contrat.transitions.select_related("doctrine").order_by("rang"))
    due = list(Echeance.objects.of(contrat).ouvertes(on))
    past = [*_steps(contrat, rows), *_around(contrat, on)]
    return Vie(
        sorted(past, key=lambda one: one.le),
        contrat.get_etat_display(),
        rows[-1].le if rows else None,
        [one for one in due if one.date >= on],
        [one for one in due if one.date < on],
        list(_next(contrat.etat)),
        contrat.date_fin if contrat.is_open else None,
    )


def read_public(contrat: Contrat, on: date) -> Vie:
    """Return what anybody may read: what was signed, without the people nor the reasons."""
    rows = [one for one in contrat.transitions.order_by("rang") if one.vers in SIGNES]
    past = [Evenement(one.le, _title(one)) for one in rows]
    if contrat.date_signature and all(one.vers != Etat.SIGNE for one in rows):
        past.append(Evenement(contrat.date_signature, "Signature du contrat"))
    past += [_avenant(one) for one in _signed(contrat)]
    return Vie(
        sorted(past, key=lambda one: one.le),
        str(contrat.statut_carte.label),
        None,
        fin=contrat.date_fin if contrat.is_open else None,
    )


def _reached(row: Transition) -> str:
    words = str(row.get_vers_display())
    return f"{words[:1].upper()}{words[1:]}"


def _title(row: Transition) -> str:
    words = str(row.get_acte_display())
    return f"{words[:1].upper()}{words[1:]}"


def _steps(contrat: Contrat, rows: Iterable[Transition]) -> Iterator[Evenement]:
    papers = list(contrat.attestations.select_related("fichier"))
    for row in rows:
        code = f"{row.get_motif_code_display().capitalize()}. " if row.motif_code else ""
        yield Evenement(
            row.le,
            _reached(row),
            f"{_title(row)} : {_who(row)}",
            f"{code}{row.motif}".strip(),
            (),
            tuple((one["libelle"], LIBELLES[one["issue"]], one["detail"]) for one in row.gardes),
            tuple(one.fichier for one in papers if _served(one, row)),
            f"{row.doctrine}, version {row.doctrine.numero}" if row.doctrine else "",
        )


def _served(paper: Attestation, row: Transition) -> bool:
    """Say whether a file attested a fact that this step asked for, on its day."""
    asked = {one["fait"] for one in row.gardes if one["issue"] == "attestee"}
    gone = paper.retiree_le is not None and paper.retiree_le <= row.le
    return paper.fait in asked and paper.attestee_le <= row.le and not gone


def _who(row: Transition) -> str:
    roles = ", ".join(NOMS.get(role, role) for role in row.roles.split(", ") if role)
    return f"{row.acteur_label} ({roles})" if roles else row.acteur_label


def _around(contrat: Contrat, on: date) -> Iterator[Evenement]:
    """Yield what happened beside the steps: amendments, posts, elections, derogations."""
    yield from (_avenant(one) for one in _signed(contrat))
    yield from _opinions(contrat)
    for poste in contrat.coordonnateurs.select_related("utilisateur", "employeur"):
        yield Evenement(
            poste.debut, "Coordination : prise de poste", f"{poste.utilisateur}, {poste.employeur}"
        )
        if poste.fin is not None and poste.fin <= on:
            yield Evenement(
                poste.fin, "Coordination : fin de poste", str(poste.utilisateur), poste.motif_fin
            )
    for one in contrat.confirmations.select_related("renouvellement").order_by("pk")[:1]:
        yield Evenement(one.renouvellement.le, f"{one.renouvellement} : mandats à renouveler")
    for lifted in contrat.derogations.select_related("regle"):
        yield Evenement(
            lifted.le, f"Dérogation à la règle {lifted.regle.code}", lifted.auteur_label,
            lifted.motif,
        )  # fmt: skip
    for change in contrat.changements.all():
        yield Evenement(
            change.le, f"Communes : {change.get_nature_display()}", "", "",
            tuple(change.detail.splitlines()),
        )  # fmt: skip


def _opinions(contrat: Contrat) -> Iterator[Evenement]:
    """Yield the opinions asked and given on the text, and the day their reserves were lifted."""
    for one in contrat.avis.select_related("fichier"):
        who = one.get_organe_display()
        if one.demande_le is not None:
            yield Evenement(one.demande_le, f"Avis demandé : {who}")
        if one.rendu_le is None:
            continue
        pieces = (one.fichier,) if one.fichier else ()
        yield Evenement(
            one.rendu_le, f"Avis {one.get_sens_display()} : {who}", one.fonction,
            one.reserves or one.texte, pieces=pieces,
        )  # fmt: skip
        if one.levee_le is not None:
            yield Evenement(one.levee_le, f"Réserves levées : {who}", "", one.levee)


def _signed(contrat: Contrat) -> list[Avenant]:
    return list(contrat.avenants.filter(signe_le__isnull=False).order_by("numero"))


def _avenant(one: Avenant) -> Evenement:
    day = one.signe_le or one.date_effet
    return Evenement(day, f"Avenant n° {one.numero} : {one.objet}")


def _next(etat: str) -> Iterator[AVenir]:
    """Yield the steps that lead on from a state, each with who takes it and what it asks for."""
    for _ in range(ETAPES_MAX):
        nom = forward_act(etat)
        if not nom or (nom in SANS_PAGE and etat != Etat.RENOUVELLEMENT):
            return
        acte = ACTES[nom]
        yield AVenir(
            f"{acte.libelle[:1].upper()}{acte.libelle[1:]}",
            roles_in_words(acte.roles) or "le site, le jour venu",
            tuple(dict.fromkeys(FAITS[garde.fait].libelle for garde in acte.gardes)),
        )
        etat = str(acte.vers[0])
