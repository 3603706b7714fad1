"""Set up the bodies of a contract, seat their members, end a seat."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation, Utilisateur
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.models import Instance, MembreInstance, TypeInstance
from ancrage.plateforme.rencontres.permissions import can_organise


@dataclass(frozen=True, slots=True)
class InstanceEcrite:
    """What a form says of a body."""

    nom: str
    role: str = ""
    quorum: int | None = None
    seances_par_an: int = 1
    president: str = ""


@dataclass(frozen=True, slots=True)
class MembreEcrit:
    """What a form says of a member."""

    college: str
    organisation: Organisation
    fonction: str
    debut: date
    utilisateur: Utilisateur | None = None
    titulaire: str = ""
    courriel: str = ""
    deliberative: bool = True


def check_organiser(acteur: Any, contrat: Contrat) -> None:
    """Refuse whoever does not prepare the meetings, and a contract that is over."""
    if acteur is not None and not can_organise(acteur, contrat):
        raise ActeRefuse("Le coordonnateur et l’ARS organisent les réunions de ce contrat.")
    if not contrat.is_open:
        raise ActeRefuse("Ce contrat est fini.", "Ses réunions se lisent et ne changent plus.")


@transaction.atomic
def create_instance(
    *, acteur: Any, contrat: Contrat, type: str, contenu: InstanceEcrite
) -> Instance:
    """Set up a body; a contract has one of each type, but as many groups as it wants."""
    check_organiser(acteur, contrat)
    if type not in TypeInstance.values:
        raise ActeRefuse("Choisissez le type de l’instance.", champ="type")
    if type != TypeInstance.GROUPE and contrat.instances.filter(type=type).exists():
        label = TypeInstance(type).label
        raise ActeRefuse(
            f"Ce contrat a déjà son {label}.", "Ouvrez-le pour en changer.", champ="type"
        )
    _check_name(contrat, contenu.nom, None)
    instance = Instance.objects.create(
        region=contrat.region, contrat=contrat, type=type, **_cleaned(contenu)
    )
    record(acteur=acteur, action="créer une instance", objet=instance)
    return instance


def _cleaned(contenu: InstanceEcrite) -> dict[str, Any]:
    values = asdict(contenu)
    return values | {name: values[name].strip() for name in ("nom", "role", "president")}


def _check_name(contrat: Contrat, nom: str, but: Instance | None) -> None:
    others = contrat.instances.exclude(pk=but.pk) if but else contrat.instances.all()
    if not nom.strip():
        raise ActeRefuse("Donnez un nom à l’instance.", champ="nom")
    if others.filter(nom=nom.strip()).exists():
        raise ActeRefuse(f"Ce contrat a déjà une instance « {nom.strip()} ».", champ="nom")


@transaction.atomic
def edit_instance(
    *, acteur: Any, instance: Instance, expected: int, contenu: InstanceEcrite
) -> Instance:
    """Change the name, the role, the quorum of a body."""
    check_organiser(acteur, instance.contrat)
    _check_name(instance.contrat, contenu.nom, instance)
    before, values = snapshot(instance), _cleaned(contenu)
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save_version(expected=expected, fields=list(values))
    record(acteur=acteur, action="modifier une instance", objet=instance, before=before)
    return instance


@transaction.atomic
def seat_membre(*, acteur: Any, instance: Instance, contenu: MembreEcrit) -> MembreInstance:
    """Seat an organisation and a function from a day on."""
    check_organiser(acteur, instance.contrat)
    _check_seat(instance, contenu, None)
    membre = MembreInstance.objects.create(
        region=instance.region, instance=instance, **_values(contenu)
    )
    record(acteur=acteur, action="désigner un membre", objet=membre)
    return membre


def _values(contenu: MembreEcrit) -> dict[str, Any]:
    names = (
        "college", "organisation", "fonction", "debut", "utilisateur", "titulaire", "courriel",
        "deliberative",
    )  # fmt: skip
    values = {name: getattr(contenu, name) for name in names}
    return values | {one: values[one].strip() for one in ("fonction", "titulaire", "courriel")}


def _check_seat(instance: Instance, contenu: MembreEcrit, but: MembreInstance | None) -> None:
    if contenu.organisation.region != instance.region:
        raise ActeRefuse("Cette organisation est d’une autre région.", champ="organisation")
    if not contenu.fonction.strip():
        raise ActeRefuse("Dites quelle fonction siège.", champ="fonction")
    seats = instance.membres.filter(
        organisation=contenu.organisation, fonction=contenu.fonction.strip(), fin__isnull=True
    )
    if seats.exclude(pk=but.pk if but else None).exists():
        raise ActeRefuse(
            f"{contenu.organisation}, {contenu.fonction.strip()} siège déjà.",
            "Finissez d’abord ce mandat, ou précisez la fonction.",
            champ="fonction",
        )


@transaction.atomic
def edit_membre(
    *, acteur: Any, membre: MembreInstance, expected: int, contenu: MembreEcrit
) -> MembreInstance:
    """Change what is known of a member; the organisation stays: another seat says another."""
    check_organiser(acteur, membre.instance.contrat)
    if contenu.organisation != membre.organisation:
        raise ActeRefuse(
            "Un siège garde son organisation.",
            "Finissez ce mandat, puis désignez l’autre organisation.",
            champ="organisation",
        )
    _check_seat(membre.instance, contenu, membre)
    before, values = snapshot(membre), _values(contenu)
    for name, value in values.items():
        setattr(membre, name, value)
    membre.save_version(expected=expected, fields=list(values))
    record(acteur=acteur, action="modifier un membre", objet=membre, before=before)
    return membre


@transaction.atomic
def end_seat(*, acteur: Any, membre: MembreInstance, expected: int, fin: date) -> MembreInstance:
    """End a seat on a day; the meetings already held keep the member."""
    check_organiser(acteur, membre.instance.contrat)
    if fin < membre.debut:
        raise ActeRefuse("Ce mandat commence après cette date.", champ="fin")
    before = snapshot(membre)
    membre.fin = fin
    membre.save_version(expected=expected, fields=["fin"])
    record(acteur=acteur, action="finir un mandat", objet=membre, before=before)
    return membre
