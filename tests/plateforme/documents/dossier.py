"""A contract ready to be signed: parties, dates, perimeter, plan; files to give back."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.contrats.models import Contrat
from tests.plateforme.contrats.factories import Equipe, bring_fact, fresh, taken_over
from tests.plateforme.programmes.factories import Atelier, a_fiche, priorities

JOUR = date(2026, 3, 2)
TOUT = (
    "perimetre_contrat_fige", "duree_ecrite", "signataires_obligatoires",
    "deliberations_completes", "accords_ecrits_recus",
)  # fmt: skip


class Dossier(Atelier):
    """A contract in validation with three signatories, a programme, and its coordinator."""

    def __init__(self, etat: str = "validation") -> None:
        equipe = Equipe()
        super().__init__(equipe, taken_over(equipe, etat, JOUR))
        priorities(self, 3)
        a_fiche(self)
        a_fiche(self, titre="Bus de la santé (exemple)", classements=("domaine:SOIN",))
        self.reload()

    def complete(self) -> "Dossier":
        """Bring what the nine articles and the signatures ask for."""
        for fait in TOUT:
            bring_fact(self.equipe, self.contrat, fait, JOUR)
            self.reload()
        return self

    def reload(self) -> Contrat:
        self.contrat = fresh(self.contrat)
        return self.contrat


def upload(octets: bytes, nom: str = "contrat-signe.pdf") -> Any:
    return SimpleUploadedFile(nom, octets, content_type="application/pdf")
