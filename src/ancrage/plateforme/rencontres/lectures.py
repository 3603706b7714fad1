"""What pages and documents read of the meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ancrage.plateforme.comptes.models import Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.models import (
    COMPTENT,
    College,
    CompteRendu,
    Decision,
    EtatPresence,
    Instance,
    MembreInstance,
    Presence,
    Retroplanning,
    Reunion,
    TypeInstance,
)
from ancrage.plateforme.rencontres.permissions import ORGANISENT


def members_of(reunion: Reunion) -> QuerySet[MembreInstance]:
    """Return those who sit in the body on the day of a meeting."""
    found: QuerySet[MembreInstance] = reunion.instance.membres.en_cours(reunion.le).for_list()
    return found


@dataclass(frozen=True, slots=True)
class Quorum:
    """Voices present or represented, out of those that count; `requis` None: no rule."""

    voix: int
    presentes: int
    pourcent: int | None

    @property
    def requis(self) -> int | None:
        """Return how many voices the rule asks for: the first whole number that reaches it."""
        return None if self.pourcent is None else -(-self.voix * self.pourcent // 100)

    @property
    def atteint(self) -> bool | None:
        """Say whether it is reached; None when no rule sets one."""
        return None if self.requis is None else self.presentes >= self.requis

    @property
    def en_mots(self) -> str:
        """Return it in one sentence."""
        said = f"{self.presentes} voix présentes ou représentées sur {self.voix}"
        if self.requis is None:
            return f"{said} ; aucun quorum n’est fixé"
        held = "atteint" if self.atteint else "non atteint"
        return f"{said} ; quorum de {self.requis} ({self.pourcent} %) {held}"


def read_quorum(instance: Instance, presences: Sequence[Presence]) -> Quorum:
    """Count the voices of a meeting as its attendance was recorded."""
    voices = [one for one in presences if one.deliberative]
    there = sum(one.etat in COMPTENT for one in voices)
    return Quorum(len(voices), there, instance.quorum)


def presences_of(reunion: Reunion) -> list[Presence]:
    """Return the attendance of a meeting, by college."""
    order = {code: rang for rang, code in enumerate(College.values)}
    rows = reunion.presences.select_related("organisation", "membre__utilisateur")
    return sorted(rows, key=lambda one: (order[one.college], one.organisation.nom, one.fonction))


def by_college(rows: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Return members or presences under the French name of their college, in its order."""
    groups = [
        (College(code).label, [one for one in rows if one.college == code])
        for code in College.values
    ]
    return [(label, found) for label, found in groups if found]


def still_unreached(reunion: Reunion) -> tuple[list[MembreInstance], list[MembreInstance]]:
    """Return the members without address, and those whose e-mail has not left."""
    told = set(
        reunion.convocations.filter(
            rang=reunion.rang_convocation, envoyee_le__isnull=False
        ).values_list("membre_id", flat=True)
    )
    members = list(members_of(reunion))
    silent = [one for one in members if not one.adresse]
    waiting = [one for one in members if one.adresse and one.pk not in told]
    return silent, waiting


def current_minutes(reunion: Reunion) -> CompteRendu | None:
    """Return the last edition of the minutes, the draft first."""
    return reunion.comptes_rendus.select_related("reunion__instance__contrat").first()


def validated_minutes(reunion: Reunion) -> CompteRendu | None:
    """Return the last validated edition of the minutes."""
    found: CompteRendu | None = reunion.comptes_rendus.filter(valide_le__isnull=False).first()
    return found


def former_decisions(reunion: Reunion) -> list[Decision]:
    """Return the decisions of earlier meetings still open, or closed since the previous one."""
    earlier = Decision.objects.of(reunion.contrat).filter(reunion__le__lt=reunion.le)
    previous = (
        reunion.instance.reunions.filter(le__lt=reunion.le, etat="tenue").order_by("-le").first()
    )
    rows = earlier.order_by("numero")
    return [
        one
        for one in rows
        if one.ouverte or (previous is None or one.modifie_le.date() >= previous.le)
    ]


def year_of(reunions: QuerySet[Reunion], annee: int) -> list[tuple[date, str, Any]]:
    """Return the meetings of a year and the dates around them, in the order of the calendar."""
    held = reunions.filter(le__year=annee).exclude(etat="annulee")
    steps = retroplannings_of(reunions).filter(pour_le__year=annee)
    rows: list[tuple[date, str, Any]] = [(one.le, "reunion", one) for one in held]
    rows += [(one.pour_le, "etape", one) for one in steps]
    return sorted(rows, key=lambda row: (row[0], row[1] != "reunion", str(row[2])))


def decisions_to_follow(user: Any, until: date) -> QuerySet[Decision]:
    """Return the open decisions due by a day, of the contracts whose meetings a person prepares."""
    others = frozenset(str(role) for role in Role) - ORGANISENT
    mine = Contrat.objects.visibles_par(user, sauf=others)
    rows: QuerySet[Decision] = Decision.objects.filter(
        contrat__in=mine, quand__lte=until
    ).ouvertes()
    return rows.select_related("contrat", "reunion", "qui")


# --- R21: who should sit where


def composition_alerts(instance: Instance, on: date) -> list[str]:
    """Return what the composition of a body lacks (R21), in French; an alert, never a refusal."""
    contrat = instance.contrat
    seated = set(instance.membres.en_cours(on).values_list("organisation_id", flat=True))
    match instance.type:
        case TypeInstance.COPIL | TypeInstance.COTECH:
            wanted = _signataires(contrat)
            why = "signataire sans siège"
        case TypeInstance.SECRETARIAT:
            wanted = [one.organisation for one in contrat.porteurs.select_related("organisation")]
            why = "porteur sans siège au secrétariat"
        case _:
            return []
    found = [f"{why} : {one}" for one in wanted if one.pk not in seated]
    if not wanted and instance.type != TypeInstance.SECRETARIAT:
        found.append("les signataires du contrat ne sont pas encore désignés")
    return found


def _signataires(contrat: Contrat) -> list[Organisation]:
    return [one.organisation for one in contrat.signataires.select_related("organisation")]


def present_words(presence: Presence) -> str:
    """Return the state of a presence, with who represents."""
    label = presence.get_etat_display()
    if presence.etat == EtatPresence.REPRESENTE:
        return f"{label} par {presence.represente_par}"
    return str(label)


# --- choices of the forms, and who reads a subscription


def organisations_of_region(region: str) -> QuerySet[Organisation]:
    """Return the organisations that may sit, or be charged of a decision."""
    return Organisation.objects.filter(region=region)


def people_around(contrat: Contrat) -> QuerySet[Utilisateur]:
    """Return the people with an account whose role reaches a contract."""
    return people_over(contrat, Role.values).order_by("nom", "prenom")


def active_person(identifiant: str) -> Utilisateur | None:
    """Return the person of an identifier while her account is open."""
    found: Utilisateur | None = Utilisateur.objects.actifs().filter(identifiant=identifiant).first()
    return found


def retroplannings_of(reunions: QuerySet[Reunion]) -> QuerySet[Retroplanning]:
    """Return the dates around some meetings, but the cancelled ones."""
    rows = Retroplanning.objects.filter(reunion__in=reunions).exclude(reunion__etat="annulee")
    return rows.select_related("reunion__instance__contrat")
