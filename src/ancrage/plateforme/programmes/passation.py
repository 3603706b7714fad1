"""The handover book of a contract: what who leaves knows, read from the rows that hold it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.plateforme.contrats.lectures import mandats_to_renew
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import RoleIntervenant
from ancrage.plateforme.rencontres.models import Decision

Ligne = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rubrique:
    """One table of the book, the same on the page and in the files; `vide` says what none means."""

    titre: str
    entetes: tuple[str, ...]
    lignes: tuple[Ligne, ...]
    vide: str


def read_livret(contrat: Contrat, on: date) -> list[Rubrique]:
    """Return the book of a contract on a day, in the order in which a newcomer needs it."""
    return [
        _state(contrat),
        _duties(contrat, on),
        _decisions(contrat, on),
        _fiches(contrat),
        _contacts(contrat, on),
        _documents(contrat),
        _places(contrat),
    ]


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else "à fixer"


def _state(contrat: Contrat) -> Rubrique:
    steps = contrat.transitions.order_by("-rang")[:5]
    rows = [
        ("État", str(contrat.get_etat_display())),
        ("Génération", str(contrat.generation)),
        ("Début", _day(contrat.date_debut)),
        ("Fin", _day(contrat.date_fin)),
        ("Communes", str(len(contrat.dernier_perimetre.codes))),
        *((one.get_acte_display(), f"{_day(one.le)}, par {one.acteur_label}") for one in steps),
    ]
    return Rubrique("Où en est le contrat", ("Point", "Ce qu’il en est"), tuple(rows), "")


def _duties(contrat: Contrat, on: date) -> Rubrique:
    rows = contrat.echeances.ouvertes(on).order_by("date", "pk")
    lines = [
        (one.libelle, one.roles, _day(one.date) + (" (en retard)" if one.date < on else ""))
        for one in rows
    ]
    return Rubrique(
        "Échéances", ("À faire", "Par", "Pour le"), tuple(lines), "Aucune échéance ouverte."
    )


def _decisions(contrat: Contrat, on: date) -> Rubrique:
    """Return the decisions taken that are still to do, and what waits for one."""
    amendments = contrat.avenants.filter(signe_le__isnull=True, abandonne_le__isnull=True)
    adhesions = contrat.confirmations.filter(confirmee_le__isnull=True).select_related(
        "organisation"
    )
    undecided = contrat.priorites.filter(decidee_le__isnull=True)
    taken = Decision.objects.of(contrat).ouvertes()
    lines = [
        *((_told(one), one.quoi) for one in taken),
        *(("Avenant à signer", str(one)) for one in amendments),
        *(("Mandat à renouveler", str(one)) for one in mandats_to_renew(contrat, on)),
        *(("Adhésion à confirmer", str(one.organisation)) for one in adhesions),
        *(("Priorité à décider en COPIL", one.libelle) for one in undecided),
    ]
    return Rubrique(
        "Décisions à suivre et à prendre", ("Décision", "Sur quoi"), tuple(lines),
        "Aucune décision à suivre ni à prendre.",
    )  # fmt: skip


def _told(one: Decision) -> str:
    """Return which decision, of whom and for when: « n° 3 à suivre, pour le 2 mai 2026 »."""
    due = f", pour le {_day(one.quand)}" if one.quand else ""
    return f"Décision n° {one.numero} à suivre{due}"


def _fiches(contrat: Contrat) -> Rubrique:
    rows = contrat.fiches.prefetch_related("intervenants").order_by("code")
    lines = [
        (one.code, one.titre, str(one.get_statut_display()), pilote_of(one) or "sans pilote")
        for one in rows
    ]
    return Rubrique(
        "Fiches actions", ("Fiche", "Action", "Statut", "Pilote"), tuple(lines),
        "Le plan n’a pas encore de fiche.",
    )  # fmt: skip


def pilote_of(fiche: Any) -> str:
    """Return who pilots a sheet, « » when nobody does."""
    held = [one for one in fiche.intervenants.all() if one.role == RoleIntervenant.PILOTE]
    return ", ".join(part for one in held for part in (one.structure, one.fonction) if part)


def _contacts(contrat: Contrat, on: date) -> Rubrique:
    posts = contrat.coordonnateurs.en_cours(on).select_related("utilisateur", "employeur")
    mandates = contrat.mandats.en_cours(on).select_related("organisation")
    signing = contrat.signataires.select_related("organisation")
    partners = contrat.partenaires.filter(jusqu_au__isnull=True).select_related("organisation")
    lines: Iterable[Ligne] = [
        *(("Coordination", str(one.utilisateur), str(one.employeur)) for one in posts),
        *((one.fonction, one.titulaire, str(one.organisation)) for one in mandates),
        *((one.fonction, one.representant, str(one.organisation)) for one in signing),
        *(("Partenaire", "", str(one.organisation)) for one in partners),
    ]
    return Rubrique(
        "Contacts par fonction", ("Fonction", "Personne", "Structure"), tuple(lines),
        "Aucun contact enregistré.",
    )  # fmt: skip


def _documents(contrat: Contrat) -> Rubrique:
    votes = [
        (f"Délibération {vote.numero}, {signing}", str(vote.fichier or "non numérisée"),
         _day(vote.date_vote))
        for signing in contrat.signataires.prefetch_related("deliberations__fichier")
        for vote in signing.deliberations.all()
    ]  # fmt: skip
    proofs = contrat.attestations.filter(retiree_le__isnull=True).select_related("fichier")
    lines = [
        *votes,
        *((one.get_fait_display(), str(one.fichier), _day(one.date)) for one in proofs),
        *_taken_over(contrat),
    ]
    return Rubrique(
        "Documents", ("Document", "Fichier", "Date"), tuple(lines), "Aucun document déposé."
    )


def _taken_over(contrat: Contrat) -> list[Ligne]:
    """Return the papers of a takeover."""
    entry = getattr(contrat, "reprise", None)
    former = getattr(contrat, "diagnostic_anterieur", None)
    found: list[Ligne] = []
    if entry is not None and entry.contrat_signe is not None:
        found.append(("Contrat signé, numérisé", str(entry.contrat_signe), _day(entry.le)))
    if former is not None:
        found.append((f"Diagnostic antérieur : {former}", str(former.fichier), _day(former.date)))
    return found


def _places(contrat: Contrat) -> Rubrique:
    base = f"/contrats/{contrat.slug}/"
    lines = (
        ("Le contrat, ses parties et ses actes", base),
        ("Les contrats de la région", f"/region/{contrat.region}/"),
        ("Les périmètres", "/perimetres/"),
        ("Ce qui vous attend", "/"),
        ("Ce que vous recevez par courriel", "/compte/notifications/"),
    )
    return Rubrique("Où trouver quoi", ("Quoi", "Adresse dans le site"), lines, "")
