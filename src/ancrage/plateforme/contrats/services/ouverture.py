"""Open a request; keep the names, carriers, dates and perimeter of a contract not yet signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, CLOS, Etat
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import AireContrat, AliasContrat, Contrat, Porteur
from ancrage.plateforme.contrats.models.parties import BLOC_COMMUNAL
from ancrage.plateforme.contrats.permissions import can_open, can_prepare
from ancrage.plateforme.contrats.services.cycle import Motif, write_transition
from ancrage.plateforme.contrats.territoire import cible_of_perimetre, codes_covered
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.models import Perimetre

LONGUEUR_SLUG = 100
# Addresses under /contrats/ that are not those of a contract.
RESERVES = frozenset({"ouvrir", "elections", "reprendre", "reprise", "reprises", "modele"})


@transaction.atomic
def open_contrat(
    *,
    acteur: Any,
    nom: str,
    perimetre_etude: Perimetre,
    porteurs: Sequence[Organisation],
    contrat_precedent: Contrat | None = None,
    on: date | None = None,
) -> Contrat:
    """Open a request on a territory; a new start after a contract that ended names it."""
    if not can_open(acteur, cible_of_perimetre(perimetre_etude)):
        raise ActeRefuse(
            "Vos rôles ne permettent pas d’ouvrir une sollicitation sur ce territoire."
        )
    if contrat_precedent is not None:
        check_predecessor(contrat_precedent, perimetre_etude.region)
    contrat = make_contrat(
        acteur=acteur, nom=nom, perimetre_etude=perimetre_etude, porteurs=porteurs,
        contrat_precedent=contrat_precedent,
    )  # fmt: skip
    enter(
        acteur=acteur, contrat=contrat, acte="ouvrir", vers=Etat.SOLLICITATION,
        jour=day_of_act(on),
    )  # fmt: skip
    return contrat


def check_predecessor(precedent: Contrat, region: str) -> None:
    """Refuse to start anew after a contract that goes on, or that another follows already."""
    if precedent.region != region:
        raise ActeRefuse(f"« {precedent} » n’est pas de la même région.", champ="contrat_precedent")
    if precedent.etat not in CLOS:
        raise ActeRefuse(
            f"« {precedent} » n’est pas fini : {precedent.get_etat_display()}.",
            "Un contrat en cours se renouvelle.",
            champ="contrat_precedent",
        )
    following = precedent.suivants.exclude(etat=Etat.ABANDONNE).first()
    if following is not None:
        raise ActeRefuse(
            f"« {precedent} » est déjà suivi par « {following} ».", champ="contrat_precedent"
        )


def make_contrat(
    *,
    acteur: Any,
    nom: str,
    perimetre_etude: Perimetre,
    porteurs: Sequence[Organisation],
    contrat_precedent: Contrat | None,
    repris: bool = False,
    **dates: Any,
) -> Contrat:
    """Write the row, its carriers and its areas, before its first transition."""
    region = perimetre_etude.region
    if not porteurs:
        raise ActeRefuse("Un contrat a au moins un porteur.", champ="porteurs")
    if not nom.strip():
        raise ActeRefuse("Donnez un nom au contrat.", champ="nom")
    contrat = Contrat.objects.create(
        region=region,
        nom=" ".join(nom.split()),
        slug=free_slug(nom),
        contrat_precedent=contrat_precedent,
        generation=generation_after(contrat_precedent),
        repris=repris,
        perimetre_etude=perimetre_etude,
        **dates,
    )
    for organisation in porteurs:
        write_porteur(contrat, organisation)
    write_areas(contrat)
    record(acteur=acteur, action="créer un contrat", objet=contrat)
    return contrat


def enter(*, acteur: Any, contrat: Contrat, acte: str, vers: str, jour: date) -> None:
    """Write the first transition of a contract."""
    write_transition(
        acteur=acteur, contrat=contrat, acte=acte, vers=vers, expected=contrat.version,
        jour=jour, motif=Motif(), constats=[],
    )  # fmt: skip


def generation_after(precedent: Contrat | None) -> int:
    """Return the rank of the contract that follows: a contract never signed does not count."""
    if precedent is None:
        return 1
    return precedent.generation + (1 if precedent.is_signed else 0)


def free_slug(nom: str) -> str:
    """Return the address of a new contract: its name, then a number where it is taken."""
    base = slugify(nom)[:LONGUEUR_SLUG] or "contrat"
    taken = set(Contrat.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVES
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def write_porteur(contrat: Contrat, organisation: Organisation) -> Porteur:
    """Add a carrier: a commune or a grouping of the region."""
    if organisation.type not in BLOC_COMMUNAL or organisation.region != contrat.region:
        raise ActeRefuse(
            f"« {organisation} » ne peut pas porter ce contrat.",
            "Le porteur est une commune, un EPCI, un Pays ou un PETR de la région.",
            champ="porteurs",
        )
    return Porteur.objects.create(region=contrat.region, contrat=contrat, organisation=organisation)


def write_areas(contrat: Contrat) -> None:
    """Derive the codes that the last perimeter covers: what rights compare scopes with."""
    codes = codes_covered(contrat.dernier_perimetre)
    AireContrat.objects.filter(contrat=contrat).exclude(code__in=codes).delete()
    AireContrat.objects.bulk_create(
        (AireContrat(contrat=contrat, code=code) for code in sorted(codes)), ignore_conflicts=True
    )
    getattr(contrat, "_prefetched_objects_cache", {}).pop("aires", None)
    contrat.__dict__.pop("cible", None)


# --- what is kept until the signature


def check_editable(acteur: Any, contrat: Contrat) -> None:
    """Refuse to change by hand what is signed, or without the role."""
    if not can_prepare(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier ce contrat.")
    if contrat.etat not in AVANT_SIGNATURE:
        raise ActeRefuse(
            f"Le contrat est à l’état « {contrat.get_etat_display()} ».",
            "Ce qui est signé change par un avenant.",
        )


@transaction.atomic
def edit_contrat(
    *,
    acteur: Any,
    contrat: Contrat,
    expected: int,
    nom: str,
    perimetre_etude: Perimetre,
    perimetre: Perimetre | None = None,
    date_debut: date | None = None,
    date_fin: date | None = None,
) -> Contrat:
    """Change the name, the perimeters and the dates before the signature."""
    check_editable(acteur, contrat)
    _check_dates(date_debut, date_fin)
    for one in (perimetre_etude, perimetre):
        if one is not None and one.region != contrat.region:
            raise ActeRefuse(f"« {one} » n’est pas de la région du contrat.", champ="perimetre")
    stored = Contrat.objects.get(pk=contrat.pk)
    before, known = snapshot(stored), stored.dernier_perimetre.codes
    contrat.nom = " ".join(nom.split())
    contrat.perimetre_etude, contrat.perimetre = perimetre_etude, perimetre
    contrat.date_debut, contrat.date_fin = date_debut, date_fin
    contrat.save_version(
        expected=expected,
        fields=["nom", "perimetre_etude", "perimetre", "date_debut", "date_fin"],
    )
    if contrat.dernier_perimetre.codes != known:
        write_areas(contrat)
    record(acteur=acteur, action="modifier un contrat", objet=contrat, before=before)
    return contrat


def _check_dates(debut: date | None, fin: date | None) -> None:
    if debut is not None and fin is not None and fin <= debut:
        raise ActeRefuse("La fin précède le début.", "Corrigez l’une des deux.", champ="date_fin")


@transaction.atomic
def add_porteur(*, acteur: Any, contrat: Contrat, organisation: Organisation) -> Porteur:
    """Add a carrier before the signature."""
    check_editable(acteur, contrat)
    if contrat.porteurs.filter(organisation=organisation).exists():
        raise ActeRefuse(f"« {organisation} » porte déjà ce contrat.", champ="porteurs")
    porteur = write_porteur(contrat, organisation)
    record(acteur=acteur, action="ajouter un porteur", objet=porteur)
    return porteur


@dataclass(frozen=True, slots=True)
class Competence:
    """What the statutes say: the text, their date, the document."""

    texte: str
    statuts_du: date
    statuts: Fichier | None = None


@transaction.atomic
def verify_competence(
    *, acteur: Any, porteur: Porteur, expected: int, competence: Competence, on: date | None = None
) -> Porteur:
    """Write the statutory competence of a carrier, checked on a day."""
    check_editable(acteur, porteur.contrat)
    jour = day_of_act(on)
    if not competence.texte.strip() or competence.statuts_du > jour:
        raise ActeRefuse(
            "La compétence statutaire n’est pas établie.",
            "Citez la compétence et donnez la date des statuts, passée.",
            champ="competence_statutaire",
        )
    before = snapshot(porteur)
    porteur.competence_statutaire = competence.texte.strip()
    porteur.statuts_du, porteur.statuts = competence.statuts_du, competence.statuts
    porteur.verifiee_le = jour
    porteur.save_version(
        expected=expected,
        fields=["competence_statutaire", "statuts_du", "statuts", "verifiee_le"],
    )
    record(acteur=acteur, action="vérifier une compétence", objet=porteur, before=before)
    return porteur


@transaction.atomic
def add_alias(
    *,
    acteur: Any,
    contrat: Contrat,
    nom: str,
    depuis: date | None = None,
    jusqu_au: date | None = None,
) -> AliasContrat:
    """Keep another name of a contract, at any state: documents cite it."""
    if not can_prepare(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier ce contrat.")
    nom = " ".join(nom.split())
    if not nom or contrat.alias.filter(nom=nom).exists():
        raise ActeRefuse("Ce nom est vide ou déjà connu.", champ="nom")
    alias = AliasContrat.objects.create(
        region=contrat.region, contrat=contrat, nom=nom, depuis=depuis, jusqu_au=jusqu_au
    )
    record(acteur=acteur, action="ajouter un nom de contrat", objet=alias)
    return alias
