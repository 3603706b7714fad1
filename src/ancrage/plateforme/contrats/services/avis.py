"""Ask the ARS for its opinion, write an opinion on the text, say how its reserves were lifted."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.avis import FAITS_DES_AVIS, pending_opinion
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import DD, K
from ancrage.plateforme.contrats.faits import FAITS, roles_in_words
from ancrage.plateforme.contrats.horloge import day_of_act, today
from ancrage.plateforme.contrats.models import AvisContrat, Contrat, Organe, SensAvis
from ancrage.plateforme.contrats.permissions import can_ask_opinion, can_give_opinion, is_written
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify

PAS_EN_COURS = "L’avis porte sur un texte en rédaction ou en validation."


@dataclass(frozen=True, slots=True)
class AvisRendu:
    """An opinion as given: its sense, its day, who says it, on which version of the text."""

    sens: str
    rendu_le: date
    fonction: str
    texte: str = ""
    reserves: str = ""
    version_figee: int | None = None
    empreinte: str = ""
    fichier: Fichier | None = None


@transaction.atomic
def ask_opinion(*, acteur: Any, contrat: Contrat, limite: date | None = None) -> AvisContrat:
    """Ask the ARS whether the text conforms to the regional plan; its people are told."""
    if not can_ask_opinion(acteur, contrat):
        raise ActeRefuse("Vous ne pouvez pas demander d’avis sur ce contrat.", PAS_EN_COURS)
    if limite is not None and limite < today():
        raise ActeRefuse("Ce jour est passé.", "Donnez une date à venir.", champ="limite")
    if pending_opinion(contrat, Organe.ARS):
        raise ActeRefuse("L’avis de l’ARS est déjà demandé, et attendu.")
    avis = AvisContrat.objects.create(
        region=contrat.region, contrat=contrat, organe=Organe.ARS, demande_le=today(),
        limite=limite,
    )  # fmt: skip
    record(acteur=acteur, action="demander un avis sur un contrat", objet=avis)
    wished = f" Souhaité avant le {limite:%d/%m/%Y}." if limite else ""
    notify(
        destinataires=people_over(contrat, FAITS["avis_ars"].par),
        cle=f"contrat-avis:{avis.identifiant}",
        titre=f"Votre avis sur un contrat : {contrat.nom}",
        texte=f"Le texte est-il conforme au projet régional de santé ?{wished}",
        lien=f"/contrats/{contrat.slug}/signature/avis/ars/",
        urgente=True,
    )
    return avis


@transaction.atomic
def give_opinion(*, acteur: Any, contrat: Contrat, organe: str, rendu: AvisRendu) -> AvisContrat:
    """Write an opinion for good; it answers the one that was asked, when one was."""
    _check(acteur, contrat, organe)
    values = _checked(rendu)
    avis = pending_opinion(contrat, organe) or AvisContrat(
        region=contrat.region, contrat=contrat, organe=organe
    )
    if avis.demande_le is not None and values["rendu_le"] < avis.demande_le:
        raise ActeRefuse(
            f"Cet avis a été demandé le {avis.demande_le:%d/%m/%Y}.",
            "Sa date ne peut pas précéder la demande.", champ="rendu_le",
        )  # fmt: skip
    for name, value in values.items():
        setattr(avis, name, value)
    avis.auteur, avis.auteur_label = acteur, str(acteur)
    avis.save()
    record(acteur=acteur, action="rendre un avis sur un contrat", objet=avis)
    _tell(avis, f"Avis {avis.get_sens_display()} : {contrat.nom}", avis.reserves or avis.texte)
    return avis


def _check(acteur: Any, contrat: Contrat, organe: str) -> None:
    if organe not in Organe.values or not can_give_opinion(acteur, organe, contrat):
        who = roles_in_words(FAITS[FAITS_DES_AVIS[Organe(organe)]].par)
        raise ActeRefuse(
            "Vos rôles ne permettent pas de rendre cet avis.", f"Peut le faire : {who}."
        )
    if not is_written(contrat):
        raise ActeRefuse(f"Le contrat est à l’état « {contrat.get_etat_display()} ».", PAS_EN_COURS)


def _checked(rendu: AvisRendu) -> dict[str, Any]:
    """Return the values of an opinion, or refuse what it fails to say."""
    values = asdict(rendu) | {"fichier": rendu.fichier}
    for name in ("texte", "reserves", "fonction"):
        values[name] = values[name].strip()
    try:
        values["rendu_le"] = day_of_act(rendu.rendu_le)
    except ActeRefuse as refused:
        raise ActeRefuse("Cet avis est daté d’après ce jour.", champ="rendu_le") from refused
    if rendu.sens not in SensAvis.values:
        raise ActeRefuse("Dites le sens de l’avis.", champ="sens")
    if not values["fonction"]:
        raise ActeRefuse("Dites la fonction de qui donne l’avis.", champ="fonction")
    if rendu.sens == SensAvis.RESERVE and not values["reserves"]:
        raise ActeRefuse("Écrivez les réserves : elles se lèvent ensuite.", champ="reserves")
    if rendu.sens != SensAvis.RESERVE and values["reserves"]:
        raise ActeRefuse(
            "Des réserves accompagnent un avis favorable avec réserves.",
            "Changez le sens de l’avis, ou effacez-les.", champ="reserves",
        )  # fmt: skip
    if rendu.sens == SensAvis.DEFAVORABLE and not values["texte"]:
        raise ActeRefuse("Un avis défavorable dit pourquoi.", champ="texte")
    return values


@transaction.atomic
def lift_reserves(
    *, acteur: Any, avis: AvisContrat, levee: str, on: date | None = None
) -> AvisContrat:
    """Say how the reserves of an opinion were lifted: who gave it says so."""
    _check(acteur, avis.contrat, avis.organe)
    jour = day_of_act(on)
    if not avis.reserves_tenues:
        raise ActeRefuse("Cet avis n’a pas de réserve à lever.")
    if not levee.strip():
        raise ActeRefuse("Dites comment les réserves ont été levées.", champ="levee")
    if avis.rendu_le is not None and jour < avis.rendu_le:
        raise ActeRefuse("Les réserves ne se lèvent pas avant l’avis.", champ="on")
    before = snapshot(avis)
    avis.levee_le, avis.levee = jour, levee.strip()
    avis.save(update_fields=["levee_le", "levee", "modifie_le"])
    record(acteur=acteur, action="lever les réserves d’un avis", objet=avis, before=before)
    _tell(avis, f"Réserves levées : {avis.contrat.nom}", avis.levee)
    return avis


def _tell(avis: AvisContrat, titre: str, texte: str) -> None:
    stage = "levee" if avis.levee_le else "rendu"
    notify(
        destinataires=people_over(avis.contrat, DD | K),
        cle=f"contrat-avis:{avis.identifiant}:{stage}",
        titre=titre[:200],
        texte=texte[:500],
        lien=f"/contrats/{avis.contrat.slug}/signature/",
    )
