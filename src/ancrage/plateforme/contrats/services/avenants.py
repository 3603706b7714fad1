"""Amend a signed contract: its end, its perimeter, its text, its parties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.consolidation import breaks_of, is_faithful
from ancrage.plateforme.contrats.etats import ACTES, DECISION, EN_VIGUEUR, Etat
from ancrage.plateforme.contrats.faits import roles_in_words
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import (
    ActeAttendu,
    Avenant,
    ChangementCommune,
    Contrat,
    Echeance,
    Signataire,
)
from ancrage.plateforme.contrats.models.cycle import last_transition
from ancrage.plateforme.contrats.permissions import can_prepare, can_sign_avenant
from ancrage.plateforme.contrats.propres import has_accord, has_signed, missing_of_deliberation
from ancrage.plateforme.contrats.services.cycle import Motif, step
from ancrage.plateforme.contrats.services.ouverture import write_areas
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.models import Perimetre


@dataclass(frozen=True, slots=True)
class ArticleModifie:
    """One article (1 to 9), as it was and as it becomes."""

    article: int
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Projet:
    """What an amendment changes, and why."""

    objet: str
    motif: str
    date_effet: date
    articles: Sequence[ArticleModifie] = ()
    date_fin: date | None = None
    perimetre: Perimetre | None = None


@transaction.atomic
def prepare_avenant(
    *,
    acteur: Any,
    contrat: Contrat,
    projet: Projet,
    changement: ChangementCommune | None = None,
) -> Avenant:
    """Open a draft amendment; the contract goes on as it is until every party signs it."""
    if acteur is not None and not can_prepare(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de préparer un avenant.")
    if contrat.etat not in EN_VIGUEUR:
        raise ActeRefuse(
            f"Le contrat est à l’état « {contrat.get_etat_display()} ».",
            "Un avenant modifie un contrat en vigueur.",
        )
    _check_projet(contrat, projet)
    last = contrat.avenants.order_by("-numero").values_list("numero", flat=True).first() or 0
    avenant = Avenant(
        region=contrat.region, contrat=contrat, numero=last + 1, changement=changement
    )
    _fill(avenant, projet)
    check_text(avenant)
    avenant.save()
    record(acteur=acteur, action="préparer un avenant", objet=avenant)
    return avenant


def _check_projet(contrat: Contrat, projet: Projet) -> None:
    if not projet.objet.strip() or not projet.motif.strip():
        raise ActeRefuse("Un avenant dit son objet et son motif.", champ="objet")
    strange = [one.article for one in projet.articles if not 1 <= one.article <= 9]
    if strange:
        raise ActeRefuse(f"Le contrat a neuf articles : {strange[0]} n’en est pas un.")
    if projet.date_fin is not None:
        if contrat.date_debut is not None and projet.date_fin <= contrat.date_debut:
            raise ActeRefuse("Le nouveau terme précède le début.", champ="date_fin")
        if projet.date_fin == contrat.date_fin:
            raise ActeRefuse("Le terme ne change pas.", champ="date_fin")
    if projet.perimetre is not None and projet.perimetre.region != contrat.region:
        raise ActeRefuse("Ce périmètre est d’une autre région.", champ="perimetre")


def _fill(avenant: Avenant, projet: Projet) -> None:
    avenant.objet, avenant.motif = projet.objet.strip(), projet.motif.strip()
    avenant.date_effet, avenant.date_fin = projet.date_effet, projet.date_fin
    avenant.perimetre = projet.perimetre
    avenant.articles = [
        {"article": one.article, "avant": one.avant, "apres": one.apres} for one in projet.articles
    ]


@transaction.atomic
def edit_avenant(*, acteur: Any, avenant: Avenant, expected: int, projet: Projet) -> Avenant:
    """Change a draft."""
    _check_open(acteur, avenant)
    _check_projet(avenant.contrat, projet)
    before, former = snapshot(avenant), avenant.articles
    _fill(avenant, projet)
    check_text(avenant, {one["article"] for one in avenant.articles if one not in former})
    avenant.save_version(
        expected=expected,
        fields=["objet", "motif", "date_effet", "date_fin", "perimetre", "articles"],
    )
    record(acteur=acteur, action="modifier un avenant", objet=avenant, before=before)
    return avenant


def _check_open(acteur: Any, avenant: Avenant) -> None:
    if not can_prepare(acteur, avenant.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier cet avenant.")
    if not avenant.is_open:
        raise ActeRefuse("Cet avenant est clos.")


@transaction.atomic
def give_up_avenant(
    *, acteur: Any, avenant: Avenant, expected: int, motif: str, on: date | None = None
) -> Avenant:
    """Give a draft up, with the reason."""
    _check_open(acteur, avenant)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi l’avenant est abandonné.", champ="motif")
    before = snapshot(avenant)
    avenant.abandonne_le = day_of_act(on)
    avenant.save_version(expected=expected, fields=["abandonne_le"])
    record(acteur=acteur, action="abandonner un avenant", objet=avenant, before=before, motif=motif)
    return avenant


@transaction.atomic
def sign_avenant(
    *, acteur: Any, avenant: Avenant, expected: int, on: date | None = None
) -> Avenant:
    """Close an amendment once each party voted or agreed, and signed; then apply it.

    A later end takes the contract to « prorogé », where the table allows it.
    """
    jour, contrat = day_of_act(on), avenant.contrat
    if not can_sign_avenant(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de signer cet avenant.")
    if not avenant.is_open or contrat.etat not in EN_VIGUEUR:
        raise ActeRefuse("Cet avenant est clos, ou le contrat n’est plus en vigueur.")
    check_text(avenant)
    if not is_faithful(avenant):
        raise ActeRefuse(
            "Le projet a changé depuis la version figée que les parties signent.",
            "Figez une nouvelle version, ou revenez au texte figé.",
        )
    _check_acts(avenant, jour)
    before = snapshot(avenant)
    avenant.signe_le = jour
    avenant.ancienne_fin = contrat.date_fin if avenant.date_fin else None
    avenant.ancien_perimetre = contrat.perimetre if avenant.perimetre else None
    avenant.save_version(expected=expected, fields=["signe_le", "ancienne_fin", "ancien_perimetre"])
    record(acteur=acteur, action="signer un avenant", objet=avenant, before=before)
    _apply(acteur, avenant, jour)
    return avenant


def check_text(avenant: Avenant, articles: Collection[int] | None = None) -> None:
    """Refuse an amendment that does not start from the text in force, and tell what changed."""
    broken = breaks_of(avenant, articles)
    if broken:
        raise ActeRefuse(
            f"Cet avenant ne part pas du texte en vigueur : {' ; '.join(broken)}.",
            "Reprenez l’article tel qu’il est aujourd’hui, puis réécrivez la modification.",
            champ="avant",
        )


def parties_of(avenant: Avenant) -> list[Signataire]:
    """Return who signs an amendment: the parties so far, and those who join by it."""
    return [
        one
        for one in avenant.contrat.signataires.select_related(
            "organisation", "avenant"
        ).prefetch_related("deliberations", "accordecrits", "signatures")
        if one.avenant is None or one.avenant_id == avenant.pk or one.avenant.signe_le
    ]


def _check_acts(avenant: Avenant, jour: date) -> None:
    missing = [
        f"{one} ({', '.join(lacking)})"
        for one in parties_of(avenant)
        if (lacking := _missing_of(one, avenant, jour))
    ]
    if avenant.perimetre is not None and avenant.perimetre.fige_le is None:
        missing.append("le périmètre, à figer")
    if missing:
        raise ActeRefuse(f"Pour signer l’avenant, il manque : {' ; '.join(missing)}.")


def _missing_of(one: Signataire, avenant: Avenant, jour: date) -> list[str]:
    lacking = []
    if one.acte_attendu == ActeAttendu.DELIBERATION:
        lacking += missing_of_deliberation(one, avenant.pk, jour)
    if one.acte_attendu == ActeAttendu.ACCORD and not has_accord(one, avenant.pk, jour):
        lacking.append("l’accord écrit")
    if not has_signed(one, avenant.pk, jour):
        lacking.append("la signature")
    return lacking


def _apply(acteur: Any, avenant: Avenant, jour: date) -> None:
    contrat = avenant.contrat
    before = snapshot(contrat)
    fields = []
    if avenant.date_fin is not None:
        contrat.date_fin = avenant.date_fin
        fields.append("date_fin")
    if avenant.perimetre is not None:
        contrat.perimetre = avenant.perimetre
        fields.append("perimetre")
    if not fields:
        return
    contrat.save_version(expected=contrat.version, fields=fields)
    record(acteur=acteur, action="appliquer un avenant", objet=contrat, before=before)
    if avenant.perimetre is not None:
        write_areas(contrat)
    _move_end(acteur, avenant, jour)


def _move_end(acteur: Any, avenant: Avenant, jour: date) -> None:
    """Extend the contract, or set the day of its decision anew where the state stays."""
    contrat, fin, former = avenant.contrat, avenant.date_fin, avenant.ancienne_fin
    if fin is None or former is None:
        return
    if fin > former and contrat.etat in ACTES["proroger"].de:
        step(
            acteur=acteur, contrat=contrat, acte="proroger", expected=contrat.version, jour=jour,
            motif=Motif(avenant.motif),
        )  # fmt: skip
        return
    codes = ("evaluation", "decision")
    contrat.echeances.filter(faite_le__isnull=True, code__in=codes).update(faite_le=jour)
    if contrat.etat in (Etat.PROROGE, Etat.EN_OEUVRE, Etat.EVALUATION):
        Echeance.objects.create(
            region=contrat.region,
            contrat=contrat,
            transition=last_transition(contrat),
            code=f"decision_{avenant.numero}",
            libelle=DECISION.libelle,
            roles=roles_in_words(DECISION.roles),
            date=fin,
        )
