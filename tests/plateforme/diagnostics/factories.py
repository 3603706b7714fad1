"""Diagnoses for the tests, on two real communes; each step goes through the services."""

from datetime import date
from typing import Any

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import (
    Diagnostic,
    Edition,
    Opinion,
    Relecture,
    Remarque,
)
from ancrage.plateforme.diagnostics.services.commande import Demande, order_diagnostic, start
from ancrage.plateforme.diagnostics.services.publication import record_publication
from ancrage.plateforme.diagnostics.services.relecture import POINTS, review, sign, submit
from ancrage.plateforme.diagnostics.services.selection import choose
from ancrage.plateforme.documents.contenu import build_content
from ancrage.plateforme.territoires.models import Perimetre
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.territoires.factories import make_perimetre

COMMUNES = ("45234", "45146")
CODES = ("D01", "D03", "S01", "S02", "S05", "O13")
DEMANDE = Demande("Quels besoins de prévention ?", date(2027, 3, 1), "les plus de 65 ans")


class Equipe:
    """The people of a diagnosis: who orders, writes, reviews, signs."""

    def __init__(self, region: str = "24") -> None:
        self.ars = member(Role.ARS_SIEGE, **self._scope(region, "ars_siege"))
        self.redactrice = member(Role.ORS, **self._scope(region, "ors"))
        self.relectrice = member(Role.ORS, **self._scope(region, "ors"))
        self.validatrice = member(Role.ORS_VALIDATEUR, **self._scope(region, "ors"))

    @staticmethod
    def _scope(region: str, kind: str) -> dict[str, Any]:
        return {"code": region, "organisation": organisation(region, kind)}


def organisation(region: str = "24", kind: str = "ors") -> Organisation:
    known = Organisation.objects.filter(region=region, type=kind).first()
    return known or OrganisationFactory(region=region, type=kind)


def make_diagnostic(equipe: Equipe | None = None, **changes: Any) -> Diagnostic:
    """Return an order; `perimetre` may be given."""
    region = changes.pop("region", "24")
    ars = (
        equipe.ars
        if equipe
        else member(Role.ARS_SIEGE, code=region, organisation=organisation(region, "ars_siege"))
    )
    perimetre = changes.pop("perimetre", None) or make_perimetre(
        region=region, communes=changes.pop("communes", COMMUNES)
    )
    values: dict[str, Any] = {
        "libelle": "Diagnostic d'essai",
        "commanditaire": organisation(region, "ars_siege"),
        "operateur": organisation(region, "ors"),
        "demande": DEMANDE,
    }
    return order_diagnostic(acteur=ars, perimetre=perimetre, **values | changes)


def make_contrat(perimetre: Perimetre, slug: str = "cls-d-essai") -> Contrat:
    """Return a contract on a perimeter, as far as the rights over it go."""
    return Contrat.objects.create(
        region=perimetre.region, nom=slug, slug=slug, perimetre_etude=perimetre
    )


def fresh(diagnostic: Diagnostic) -> Diagnostic:
    return Diagnostic.objects.for_list().get(pk=diagnostic.pk)


def started(equipe: Equipe, codes: tuple[str, ...] = CODES, **changes: Any) -> Diagnostic:
    """Return a diagnosis under way, a few indicators chosen."""
    diagnostic = make_diagnostic(equipe, **changes)
    start(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    choose(
        acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version, codes=codes
    )
    return fresh(diagnostic)


def submitted(equipe: Equipe, **changes: Any) -> Diagnostic:
    diagnostic = started(equipe, **changes)
    submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    return fresh(diagnostic)


def approved(equipe: Equipe, **changes: Any) -> Diagnostic:
    diagnostic = submitted(equipe, **changes)
    approve(equipe, diagnostic)
    return fresh(diagnostic)


def approve(equipe: Equipe, diagnostic: Diagnostic) -> None:
    review(
        acteur=equipe.relectrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        opinion=Opinion.FAVORABLE,
    )


def signed(equipe: Equipe, **changes: Any) -> Diagnostic:
    diagnostic = approved(equipe, **changes)
    put_signature(equipe, diagnostic)
    return fresh(diagnostic)


def put_signature(equipe: Equipe, diagnostic: Diagnostic) -> None:
    sign(
        acteur=equipe.validatrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        points=list(POINTS),
    )


def advance_to_signature(equipe: Equipe, diagnostic: Diagnostic) -> Diagnostic:
    """Take a diagnosis under way to its signature."""
    submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    diagnostic = fresh(diagnostic)
    approve(equipe, diagnostic)
    diagnostic = fresh(diagnostic)
    put_signature(equipe, diagnostic)
    return fresh(diagnostic)


def in_state(equipe: Equipe, etat: str) -> Diagnostic:
    """Return a diagnosis in a state; « publie » and « retire » are set on the row alone."""
    makers = {
        Etat.COMMANDE: make_diagnostic,
        Etat.EN_COURS: started,
        Etat.RELECTURE: submitted,
        Etat.CONTROLE: approved,
    }
    if etat in makers:
        return fresh(makers[etat](equipe))
    diagnostic = make_diagnostic(equipe)
    Diagnostic.objects.filter(pk=diagnostic.pk).update(etat=etat)
    return fresh(diagnostic)


def make_edition(equipe: Equipe) -> Edition:
    """Return a published edition; without its files, which take long to draw."""
    diagnostic = signed(equipe)
    jour = date(2026, 11, 22)
    content = build_content(diagnostic, jour)
    return record_publication(
        acteur=equipe.validatrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        jour=jour,
        contenu=content,
    )


def make_remarque(diagnostic: Diagnostic) -> Remarque:
    """Return a remark of a former review."""
    relecture = Relecture.objects.create(
        diagnostic=diagnostic,
        relecteur=member(Role.ORS, code=diagnostic.region),
        relecteur_label="Camille",
        opinion=Opinion.CORRECTIONS,
        numero_edition=1,
    )
    return Remarque.objects.create(relecture=relecture, chapitre=3, texte="Dire l’année.")
