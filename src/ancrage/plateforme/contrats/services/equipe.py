"""Posts of coordinators: who is in post since when, and the role that goes with it."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.affectations import add_role, stop_role
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import DD
from ancrage.plateforme.contrats.horloge import day_of_act, today
from ancrage.plateforme.contrats.models import Contrat, Coordonnateur
from ancrage.plateforme.contrats.permissions import can_post
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify


@transaction.atomic
def post_coordonnateur(
    *,
    acteur: Any,
    contrat: Contrat,
    utilisateur: Utilisateur,
    employeur: Organisation,
    etp: Decimal | str,
    debut: date | None = None,
) -> Coordonnateur:
    """Put a person in post, and give her the role of coordinator over the contract."""
    jour = day_of_act(debut)
    if not can_post(acteur, contrat):
        raise ActeRefuse("Seule l’ARS enregistre le poste de coordonnateur.")
    if not contrat.is_open:
        raise ActeRefuse("Ce contrat est fini.")
    if contrat.coordonnateurs.filter(utilisateur=utilisateur, fin__isnull=True).exists():
        raise ActeRefuse(f"{utilisateur} est déjà en poste sur ce contrat.", champ="utilisateur")
    poste = Coordonnateur.objects.create(
        region=contrat.region,
        contrat=contrat,
        utilisateur=utilisateur,
        employeur=employeur,
        affectation=_give_role(acteur, contrat, utilisateur, employeur, jour),
        etp=_read_etp(etp),
        debut=jour,
    )
    record(acteur=acteur, action="mettre un coordonnateur en poste", objet=poste)
    return poste


def _read_etp(etp: Decimal | str) -> Decimal:
    try:
        value = Decimal(str(etp).replace(",", "."))
    except InvalidOperation:
        value = Decimal(0)
    if not 0 < value <= 1:
        raise ActeRefuse(f"« {etp} » n’est pas une quotité.", "Écrivez de 0,01 à 1.", champ="etp")
    return value.quantize(Decimal("0.01"))


def _give_role(
    acteur: Any, contrat: Contrat, person: Utilisateur, employeur: Organisation, jour: date
) -> Affectation:
    """Return the role over the contract; the right to name was checked above."""
    held: Affectation | None = (
        person.affectations.actives(jour)
        .filter(role=Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
        .first()
    )
    return held or add_role(
        acteur=acteur,
        utilisateur=person,
        organisation=employeur,
        role=Role.COORDONNATEUR,
        portee=Portee.CONTRAT,
        code=contrat.slug,
        debut=jour,
        fin=None,
    )


@transaction.atomic
def end_coordonnateur(
    *, acteur: Any, poste: Coordonnateur, fin: date | None = None, motif: str = ""
) -> Coordonnateur:
    """End a post on a day, and the role with it; without another, the post is vacant."""
    jour = day_of_act(fin)
    if not can_post(acteur, poste.contrat):
        raise ActeRefuse("Seule l’ARS enregistre le poste de coordonnateur.")
    if poste.fin is not None or jour < poste.debut:
        raise ActeRefuse("Ce poste est déjà fini, ou cette date précède son début.", champ="fin")
    _close(acteur, poste, jour, motif)
    if contrat_needs_somebody(poste.contrat, jour):
        notify(
            destinataires=people_over(poste.contrat, DD),
            cle=f"poste-vacant:{poste.identifiant}",
            titre=f"Poste de coordonnateur vacant : {poste.contrat}",
            texte=f"Depuis le {jour:%d/%m/%Y}. Les fiches de la personne sont à confier.",
            lien=f"/contrats/{poste.contrat.slug}/",
        )
    return poste


def _close(acteur: Any, poste: Coordonnateur, jour: date, motif: str) -> None:
    before = snapshot(poste)
    poste.fin, poste.motif_fin = max(jour, poste.debut), motif.strip()
    poste.save(update_fields=["fin", "motif_fin", "modifie_le"])
    if poste.affectation is not None and poste.affectation.fin is None:
        stop_role(acteur=acteur, affectation=poste.affectation, fin=poste.fin, motif=motif)
    record(acteur=acteur, action="finir un poste de coordonnateur", objet=poste, before=before)


def contrat_needs_somebody(contrat: Contrat, jour: date) -> bool:
    """Say whether nobody is in post the day after, on a contract that goes on."""
    after = contrat.coordonnateurs.filter(Q(fin__isnull=True) | Q(fin__gt=jour))
    return contrat.is_open and not after.exists()


def end_posts(*, contrat: Contrat, jour: date, acteur: Any) -> None:
    """End the posts of a contract that ends, with the roles that they gave."""
    for poste in contrat.coordonnateurs.filter(fin__isnull=True).select_related("affectation"):
        _close(acteur, poste, jour, "fin du contrat")


def carry_posts(*, acteur: Any, ancien: Contrat, nouveau: Contrat, jour: date) -> None:
    """Put those in post on a contract in post on the one that follows."""
    for one in ancien.coordonnateurs.filter(fin__isnull=True).select_related("utilisateur"):
        poste = Coordonnateur.objects.create(
            region=nouveau.region,
            contrat=nouveau,
            utilisateur=one.utilisateur,
            employeur=one.employeur,
            affectation=_give_role(acteur, nouveau, one.utilisateur, one.employeur, jour),
            etp=one.etp,
            debut=jour,
        )
        record(acteur=acteur, action="mettre un coordonnateur en poste", objet=poste)


def vacancy_since(contrat: Contrat, on: date | None = None) -> date | None:
    """Return since when nobody is in post, or None: somebody is, or nobody ever was."""
    jour = on or today()
    started = contrat.coordonnateurs.filter(debut__lte=jour)
    if not started.exists() or started.en_cours(jour).exists():
        return None
    last: date | None = started.order_by("-fin").values_list("fin", flat=True).first()
    return last
