"""Deposit an extract, describe it, check it, approve it by another person, end it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier, erase_fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.observations import moteur
from ancrage.plateforme.observations.description import check_description, read_toml_description
from ancrage.plateforme.observations.destinataires import members_of
from ancrage.plateforme.observations.etats import APPROUVENT, VIVANTS, EtatDepot
from ancrage.plateforme.observations.extraits import as_initial, extract_bytes, look_into
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.permissions import (
    can_describe,
    can_withdraw,
    is_ors,
    refusal_to_approve,
    regions_deposited,
)
from ancrage.plateforme.travaux.services import enqueue

EXTRAITS = frozenset({TypeFichier.CSV, TypeFichier.XLSX})


@transaction.atomic
def deposit(
    *, acteur: Any, region: str, code: str, titre: str, fictif: bool, upload: Any, toml: Any = None
) -> DepotRestreint:
    """Take an extract in and look at its columns; `toml` is a description that comes with it."""
    if region not in regions_deposited(acteur):
        raise ActeRefuse("Seul le statisticien de l’observatoire dépose un extrait de sa région.")
    if DepotRestreint.objects.filter(code=code, etat__in=VIVANTS).exists():
        raise _taken(code)
    told = read_toml_description(toml.read()) if toml else {}
    fichier = deposit_fichier(acteur=acteur, region=region, upload=upload, admis=EXTRAITS)
    apercu = look_into(extract_bytes(fichier))
    totaux = told.pop("totaux", {})
    told.pop("comptage", None)
    depot = DepotRestreint(
        region=region, code=code, titre=titre.strip(), deposant=acteur, fichier=fichier,
        fictif=fictif or bool(told.get("fictif")),
        fichier_nom=fichier.nom, fichier_sha256=fichier.sha256,
        totaux=totaux, expire_le=told.get("expire_le"),
    )  # fmt: skip
    depot.description = _whole(depot, _plain(as_initial(apercu) | told))
    try:
        depot.save(force_insert=True)
    except IntegrityError:  # two deposits sent at the same moment
        raise _taken(code) from None
    record(acteur=acteur, action="déposer un extrait restreint", objet=depot)
    return depot


def _taken(code: str) -> ActeRefuse:
    return ActeRefuse(
        f"Un dépôt porte déjà le code « {code} ».",
        "Choisissez un autre code, ou retirez d’abord le dépôt qui le porte.",
        champ="code",
    )


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a description as JSON holds it: a day is its text."""
    return {key: str(value) if key == "expire_le" else value for key, value in told.items()}


def _whole(depot: DepotRestreint, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description with what the row itself says: one value in one place."""
    return {
        **told, "code": depot.code, "titre": depot.titre, "fictif": depot.fictif,
        "expire_le": str(depot.expire_le) if depot.expire_le else None,
    }  # fmt: skip


@transaction.atomic
def describe(
    *,
    acteur: Any,
    depot: DepotRestreint,
    expected: int,
    titre: str,
    expire_le: Any,
    description: Mapping[str, Any],
    totaux: Mapping[str, Any],
) -> DepotRestreint:
    """Write the agreement, the mapping and the totals, then queue the check by the engine."""
    if not can_describe(acteur, depot):
        raise ActeRefuse(f"Ce dépôt est {depot.get_etat_display()} : sa description est close.")
    before = snapshot(depot)
    depot.titre, depot.expire_le, depot.totaux = titre.strip(), expire_le, dict(totaux)
    depot.description = _whole(depot, description)
    if not str(depot.description.get("numero_convention", "")).strip():
        raise ActeRefuse(
            "Aucun numéro de convention : l’extrait ne peut pas entrer.",
            "Obtenez l’accord du producteur, puis notez son numéro.",
            champ="numero_convention",
        )
    check_description(depot.description, depot.totaux)
    depot.etat, depot.bilan = EtatDepot.DEPOSE, {}
    depot.travail = _check_later(acteur, depot, expected + 1)
    depot.save_version(
        expected=expected,
        fields=["titre", "expire_le", "totaux", "description", "etat", "bilan", "travail"],
    )
    record(acteur=acteur, action="décrire un dépôt restreint", objet=depot, before=before)
    return depot


def _check_later(acteur: Any, depot: DepotRestreint, version: int) -> Any:
    return enqueue(
        "observations.controler", acteur=acteur, region=depot.region,
        libelle=f"Contrôler {depot.titre}"[:200],
        depot=str(depot.identifiant), version=version,
    ).identifiant  # fmt: skip


@transaction.atomic
def check_again(*, acteur: Any, depot: DepotRestreint, expected: int) -> DepotRestreint:
    """Queue the check once more: earlier deposits may have changed."""
    if not can_describe(acteur, depot):
        raise ActeRefuse(f"Ce dépôt est {depot.get_etat_display()} : il ne se contrôle plus.")
    before = snapshot(depot)
    depot.etat, depot.bilan = EtatDepot.DEPOSE, {}
    depot.travail = _check_later(acteur, depot, expected + 1)
    depot.save_version(expected=expected, fields=["etat", "bilan", "travail"])
    record(acteur=acteur, action="contrôler de nouveau un dépôt", objet=depot, before=before)
    return depot


@transaction.atomic
def record_check(*, depot: DepotRestreint, expected: int, bilan: dict[str, Any]) -> DepotRestreint:
    """Keep what the engine found; a sound extract then waits for another person."""
    before = snapshot(depot)
    sound = "faits" in bilan
    depot.etat = EtatDepot.CONTROLE if sound else EtatDepot.DEPOSE
    depot.bilan, depot.travail = {**bilan, "version": expected + 1}, None
    depot.save_version(expected=expected, fields=["etat", "bilan", "travail"])
    record(acteur=None, action="contrôler un dépôt restreint", objet=depot, before=before)
    others = members_of(depot.region, APPROUVENT).exclude(pk=depot.deposant_id)
    people = list(others) if sound else [depot.deposant]
    titre = f"Dépôt à {'approuver' if sound else 'corriger'} : {depot}"
    _tell(depot, people, f"controle:{depot.version}", titre)
    return depot


@transaction.atomic
def approve(*, acteur: Any, depot: DepotRestreint, expected: int) -> DepotRestreint:
    """Vouch for a checked deposit, as another person; the engine then takes it."""
    _refuse(refusal_to_approve(acteur, depot))
    _refuse_expired(depot)
    before = snapshot(depot)
    depot.etat, depot.approbateur = EtatDepot.APPROUVE, acteur
    depot.approuve_le = timezone.now()
    depot.travail = _activate_later(acteur, depot)
    depot.save_version(expected=expected, fields=["etat", "approbateur", "approuve_le", "travail"])
    record(acteur=acteur, action="approuver un dépôt restreint", objet=depot, before=before)
    return depot


def _activate_later(acteur: Any, depot: DepotRestreint) -> Any:
    return enqueue(
        "observations.activer", acteur=acteur, region=depot.region,
        libelle=f"Activer {depot.titre}"[:200], depot=str(depot.identifiant),
    ).identifiant  # fmt: skip


@transaction.atomic
def activate_again(*, acteur: Any, depot: DepotRestreint, expected: int) -> DepotRestreint:
    """Queue the activation once more, when its job was lost."""
    if depot.etat != EtatDepot.APPROUVE or not is_ors(acteur, depot.region):
        raise ActeRefuse(f"Ce dépôt est {depot.get_etat_display()} : il ne s’active pas.")
    before = snapshot(depot)
    depot.travail = _activate_later(acteur, depot)
    depot.save_version(expected=expected, fields=["travail"])
    record(acteur=acteur, action="relancer une activation", objet=depot, before=before)
    return depot


def _refuse(why: str) -> None:
    if why:
        raise ActeRefuse(why)


def _refuse_expired(depot: DepotRestreint) -> None:
    if depot.expire_le is None or depot.expire_le < timezone.localdate():
        raise ActeRefuse(
            f"La convention a expiré le {depot.expire_le:%d/%m/%Y}.",
            "Faites-la prolonger, puis corrigez la date.",
        )


@transaction.atomic
def record_activation(*, depot: DepotRestreint, bilan: dict[str, Any]) -> DepotRestreint:
    """Say that the engine took the deposit, and erase our copy; or that it refused, and why."""
    before, expected = snapshot(depot), depot.version
    taken = "faits" in bilan
    depot.bilan, depot.travail = {**bilan, "version": expected + 1}, None
    if taken:
        depot.etat = EtatDepot.ACTIF
        erased = _forget_extract(depot)
    else:
        depot.etat, depot.approbateur, depot.approuve_le = EtatDepot.DEPOSE, None, None
        erased = []
    depot.save_version(
        expected=expected,
        fields=["etat", "bilan", "travail", "approbateur", "approuve_le", *erased],
    )
    action = "activer un dépôt restreint" if taken else "renoncer à activer un dépôt"
    record(acteur=None, action=action, objet=depot, before=before)
    titre = f"Dépôt actif : {depot}" if taken else f"Dépôt refusé par le moteur : {depot}"
    _tell(depot, [depot.deposant], f"activation:{depot.version}", titre)
    return depot


def _forget_extract(depot: DepotRestreint) -> list[str]:
    """Erase the extract and the counts of a deposit; return the fields to save."""
    fichier, depot.fichier, depot.totaux = depot.fichier, None, {}
    if fichier is not None:
        erase_fichier(acteur=None, fichier=fichier, motif=f"dépôt {depot.code}")
    return ["fichier", "totaux"]


@transaction.atomic
def refuse(*, acteur: Any, depot: DepotRestreint, expected: int, motif: str) -> DepotRestreint:
    """Refuse a checked deposit, as another person, and erase its extract."""
    _refuse(refusal_to_approve(acteur, depot))
    _end(acteur, depot, expected, EtatDepot.REFUSE, motif, "refuser un dépôt restreint")
    _tell(depot, [depot.deposant], "refus", f"Dépôt refusé : {depot}", depot.motif)
    return depot


@transaction.atomic
def withdraw(*, acteur: Any, depot: DepotRestreint, expected: int, motif: str) -> DepotRestreint:
    """Take a deposit away: out of the engine when it is there, and its extract erased."""
    if not can_withdraw(acteur, depot):
        raise ActeRefuse(
            f"Ce dépôt est {depot.get_etat_display()} : vous ne pouvez pas le retirer."
        )
    _end(acteur, depot, expected, EtatDepot.RETIRE, motif, "retirer un dépôt restreint")
    moteur.remove(depot)
    return depot


@transaction.atomic
def expire(*, depot: DepotRestreint) -> DepotRestreint:
    """End a deposit whose agreement is over: the engine answers with it no more.

    One that nobody had approved in time never answered: it is withdrawn.
    """
    etat = EtatDepot.EXPIRE if depot.approbateur_id else EtatDepot.RETIRE
    motif = f"Convention échue le {depot.expire_le:%d/%m/%Y}."
    _end(None, depot, depot.version, etat, motif, "constater une échéance")
    moteur.remove(depot)
    _tell(depot, members_of(depot.region), "expiration", f"Dépôt expiré : {depot}", motif)
    return depot


def _end(
    acteur: Any, depot: DepotRestreint, expected: int, etat: EtatDepot, motif: str, action: str
) -> None:
    if not motif.strip():
        raise ActeRefuse("Le motif manque.", "Dites en une phrase pourquoi.", champ="motif")
    before = snapshot(depot)
    depot.etat, depot.motif, depot.fini_le = etat, motif.strip(), timezone.now()
    erased = _forget_extract(depot)
    depot.save_version(expected=expected, fields=["etat", "motif", "fini_le", *erased])
    record(acteur=acteur, action=action, objet=depot, before=before, motif=depot.motif)


def warn_of_expiry(*, depot: DepotRestreint) -> int:
    """Tell the observatory, once, that an agreement ends soon."""
    titre = f"Convention bientôt échue : {depot}"
    texte = f"Elle finit le {depot.expire_le:%d/%m/%Y} ; ses chiffres disparaîtront ce jour-là."
    return _tell(depot, members_of(depot.region), f"echeance:{depot.expire_le}", titre, texte)


def _tell(depot: DepotRestreint, people: Any, cle: str, titre: str, texte: str = "") -> int:
    return notify(
        destinataires=people, cle=f"depot:{depot.identifiant}:{cle}"[:120], titre=titre[:200],
        texte=texte, lien=f"/observatoire/depots/{depot.identifiant}/",
    )  # fmt: skip
