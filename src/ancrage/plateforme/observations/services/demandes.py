"""The request desk: ask, estimate, answer, refuse with reasons, give up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.observations.attente_demandes import CaseAttendue, find_awaited
from ancrage.plateforme.observations.destinataires import members_of
from ancrage.plateforme.observations.etats import EtatDemande
from ancrage.plateforme.observations.lettre import freeze_refusal
from ancrage.plateforme.observations.models import DemandeOrs
from ancrage.plateforme.observations.permissions import can_answer, can_ask, can_cancel
from ancrage.plateforme.observations.profils import catalogue, edition, find_territoire
from ancrage.plateforme.observations.secret_demandes import CaseMasquee, find_masked
from ancrage.plateforme.territoires.analyse import bring_up_to_date, shortest_code
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.rattachement import rattachement

JOINTS = frozenset(
    {TypeFichier.PDF, TypeFichier.DOCX, TypeFichier.XLSX, TypeFichier.CSV, TypeFichier.PPTX}
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    question: str
    echeance: date
    territoire: str = ""
    perimetre: Perimetre | None = None
    indicateurs: Sequence[str] = field(default=())


@transaction.atomic
def ask(*, acteur: Any, posee: Question) -> DemandeOrs:
    """Ask the observatory about a territory of one's regions."""
    if not can_ask(acteur):
        raise ActeRefuse("Il faut un rôle sur un territoire pour interroger l’observatoire.")
    if posee.echeance < timezone.localdate():
        raise ActeRefuse("L’échéance est passée.", "Choisissez un jour à venir.", champ="echeance")
    code, libelle, region = _place(acteur, posee)
    _refuse_unknown(posee.indicateurs)
    demande = DemandeOrs.objects.create(
        region=region, demandeur=acteur, question=posee.question.strip(),
        territoire=code, territoire_libelle=libelle[:200], perimetre=posee.perimetre,
        indicateurs=list(dict.fromkeys(posee.indicateurs)), echeance=posee.echeance,
    )  # fmt: skip
    record(acteur=acteur, action="interroger l’observatoire", objet=demande)
    texte = f"{acteur} demande une réponse pour le {demande.echeance:%d/%m/%Y}."
    _tell(demande, members_of(region), "posee", f"Nouvelle {demande}", texte)
    return demande


def _place(acteur: Any, posee: Question) -> tuple[str, str, str]:
    """Return the code, the name and the region of the territory asked about."""
    if posee.perimetre is not None:
        code = shortest_code(bring_up_to_date(posee.perimetre).communes)
        libelle, region = posee.perimetre.libelle, posee.perimetre.region
    else:
        territoire = find_territoire(posee.territoire)
        code, libelle = territoire.code, territoire.libelle
        found = rattachement(code)
        region = found.region if found else ""
    if region not in acteur.regions:
        raise ActeRefuse(
            f"« {libelle} » n’est pas dans votre région.",
            "L’observatoire répond sur les territoires de sa région.",
            champ="perimetre" if posee.perimetre else "territoire",
        )
    return code, libelle, region


def _refuse_unknown(codes: Collection[str]) -> None:
    unknown = [code for code in codes if code not in catalogue()]
    if unknown:
        raise ActeRefuse(
            f"Aucun indicateur ne porte le code « {unknown[0]} ».",
            "Écrivez son nom, ou prenez son code dans la liste des indicateurs.",
            champ="indicateurs",
        )


@transaction.atomic
def specify(
    *, acteur: Any, demande: DemandeOrs, expected: int, territoire: str,
    indicateurs: Sequence[str],
) -> DemandeOrs:  # fmt: skip
    """Set the territory and the indicators that a question means: the observatory's reading."""
    _refuse_closed(acteur, demande)
    _refuse_unknown(indicateurs)
    before = snapshot(demande)
    place = find_territoire(territoire)
    if place.code != demande.territoire:
        found = rattachement(place.code)
        if found is None or found.region != demande.region:
            raise ActeRefuse(
                f"« {place.libelle} » n’est pas dans la région de cette demande.",
                "L’observatoire répond sur les territoires de sa région.",
                champ="territoire",
            )
        demande.territoire, demande.territoire_libelle = place.code, place.libelle[:200]
        demande.perimetre = None
    demande.indicateurs = list(dict.fromkeys(indicateurs))
    fields = ["territoire", "territoire_libelle", "perimetre", "indicateurs"]
    demande.save_version(expected=expected, fields=fields)
    record(acteur=acteur, action="préciser une demande", objet=demande, before=before)
    texte = "L’observatoire a précisé le territoire ou les indicateurs que votre question désigne."
    cle = f"precisee:{demande.version}"
    _tell(demande, [demande.demandeur], cle, f"Précisée : {demande}", texte)
    return demande


@transaction.atomic
def estimate(
    *, acteur: Any, demande: DemandeOrs, expected: int, charge_jours: Decimal, date_prevue: date
) -> DemandeOrs:
    """Say how long the answer takes and when it comes; a second estimate replaces the first."""
    _refuse_closed(acteur, demande)
    if date_prevue < timezone.localdate():
        raise ActeRefuse("Cette date est passée.", "Donnez un jour à venir.", champ="date_prevue")
    before = snapshot(demande)
    demande.etat, demande.traitee_par = EtatDemande.ESTIMEE, acteur
    demande.charge_jours, demande.date_prevue = charge_jours, date_prevue
    demande.save_version(
        expected=expected, fields=["etat", "traitee_par", "charge_jours", "date_prevue"]
    )
    record(acteur=acteur, action="estimer une demande", objet=demande, before=before)
    texte = f"Réponse prévue le {date_prevue:%d/%m/%Y}."
    _tell(demande, [demande.demandeur], f"estimee:{demande.version}", f"Estimée : {demande}", texte)
    return demande


@transaction.atomic
def answer(
    *, acteur: Any, demande: DemandeOrs, expected: int, reponse: str, lien: str = "",
    upload: Any = None,
) -> DemandeOrs:  # fmt: skip
    """Answer with a text, and a file or a page of the site where one helps."""
    _refuse_closed(acteur, demande)
    if lien and (not lien.startswith("/") or lien.startswith("//")):
        raise ActeRefuse(
            "Ce lien mène hors du site.",
            "Copiez l’adresse d’une page d’Ancrage, à partir de « / » ; joignez un fichier sinon.",
            champ="lien",
        )
    before = snapshot(demande)
    if upload:
        demande.reponse_fichier = deposit_fichier(
            acteur=acteur, region=demande.region, upload=upload, admis=JOINTS
        )
    demande.reponse, demande.reponse_lien = reponse.strip(), lien
    kept = ("reponse", "reponse_lien", "reponse_fichier")
    _close(acteur, demande, expected, EtatDemande.REPONDUE, *kept)
    record(acteur=acteur, action="répondre à une demande", objet=demande, before=before)
    _tell(demande, [demande.demandeur], "repondue", f"Réponse : {demande}", urgente=True)
    return demande


def find_refusable(demande: DemandeOrs) -> list[CaseMasquee | CaseAttendue]:
    """Return the figures of a request that cannot be given: masked, or without their source."""
    territoire = find_territoire(demande.territoire, demande.territoire_libelle)
    awaited = find_awaited(territoire, demande.indicateurs)
    return [*find_masked(territoire, demande.indicateurs), *awaited]


@transaction.atomic
def refuse(
    *, acteur: Any, demande: DemandeOrs, expected: int, cases: Collection[str], motif: str
) -> DemandeOrs:
    """Refuse with the reasons and the nearest alternatives of today, frozen.

    A figure is refused for secrecy, or because its restricted source is not here.
    """
    _refuse_closed(acteur, demande)
    found = {one.cle: one for one in find_refusable(demande)}
    chosen = [found[cle] for cle in dict.fromkeys(cases) if cle in found]
    if not chosen:
        raise ActeRefuse(
            "Aucun des chiffres choisis n’est masqué, ni n’attend sa source.",
            "Un refus nomme au moins un de ces chiffres ; sinon, répondez.",
            champ="cases",
        )
    before = snapshot(demande)
    demande.refus = freeze_refusal(chosen, motif.strip(), edition())
    _close(acteur, demande, expected, EtatDemande.REFUSEE, "refus")
    record(
        acteur=acteur, action="refuser une demande avec ses raisons", objet=demande, before=before,
        motif=motif.strip(),
    )  # fmt: skip
    _tell(demande, [demande.demandeur], "refusee", f"Refus motivé : {demande}", urgente=True)
    return demande


@transaction.atomic
def cancel(*, acteur: Any, demande: DemandeOrs, expected: int) -> DemandeOrs:
    """Give up one's own request."""
    if not can_cancel(acteur, demande):
        raise ActeRefuse(f"Cette demande est {demande.get_etat_display()} : elle ne s’annule plus.")
    before = snapshot(demande)
    _close(acteur, demande, expected, EtatDemande.ANNULEE)
    record(acteur=acteur, action="annuler une demande", objet=demande, before=before)
    _tell(demande, members_of(demande.region), "annulee", f"Annulée : {demande}")
    return demande


def _refuse_closed(acteur: Any, demande: DemandeOrs) -> None:
    if not can_answer(acteur, demande):
        raise ActeRefuse(
            f"Cette demande est {demande.get_etat_display()} : vous ne pouvez pas la traiter."
        )


def _close(
    acteur: Any, demande: DemandeOrs, expected: int, etat: EtatDemande, *fields: str
) -> None:
    demande.etat, demande.close_le = etat, timezone.now()
    demande.traitee_par = acteur if etat != EtatDemande.ANNULEE else demande.traitee_par
    demande.save_version(expected=expected, fields=["etat", "close_le", "traitee_par", *fields])


def remind(*, demande: DemandeOrs) -> int:
    """Tell the observatory, once, that a deadline is near or past."""
    late = demande.en_retard
    titre = f"{'En retard' if late else 'Échéance proche'} : {demande}"
    texte = f"Échéance : {demande.echeance:%d/%m/%Y}."
    cle = f"{'retard' if late else 'proche'}:{demande.echeance}"
    return _tell(demande, members_of(demande.region), cle, titre, texte)


def _tell(
    demande: DemandeOrs, people: Any, cle: str, titre: str, texte: str = "", *,
    urgente: bool = False,
) -> int:  # fmt: skip
    return notify(
        destinataires=people, cle=f"demande:{demande.identifiant}:{cle}", titre=titre[:200],
        texte=texte, lien=f"/observatoire/demandes/{demande.identifiant}/", urgente=urgente,
    )  # fmt: skip
