"""Who leads the préfiguration: name, change, end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.prefiguration.models import Copilote, Demarche
from ancrage.plateforme.prefiguration.services.acces import check_preparer


@dataclass(frozen=True, slots=True)
class CopiloteEcrit:
    """What a form says of a co-lead."""

    organisation: Organisation
    demarche: str
    fonction: str
    debut: date
    role: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept."""
        texts = {name: getattr(self, name).strip() for name in ("fonction", "role")}
        return {
            "organisation": self.organisation, "demarche": self.demarche, "debut": self.debut,
            **texts,
        }  # fmt: skip


def _check(contrat: Contrat, contenu: CopiloteEcrit, but: Copilote | None = None) -> None:
    if contenu.organisation.region != contrat.region:
        raise ActeRefuse("Cette organisation est d’une autre région.", champ="organisation")
    if contenu.demarche not in Demarche.values:
        raise ActeRefuse("Choisissez la démarche que porte ce copilote.", champ="demarche")
    fonction = contenu.fonction.strip()
    if not fonction:
        raise ActeRefuse("Dites quelle fonction copilote, sans nom.", champ="fonction")
    if but and but.fin and contenu.debut > but.fin:
        raise ActeRefuse("Ce copilotage finit avant cette date.", champ="debut")
    twins = contrat.copilotes.filter(
        organisation=contenu.organisation, fonction=fonction, fin__isnull=True
    )
    if twins.exclude(pk=but.pk if but else None).exists():
        raise ActeRefuse(
            f"{contenu.organisation}, {fonction} copilote déjà.",
            "Finissez d’abord ce copilotage, ou précisez la fonction.",
            champ="fonction",
        )


@transaction.atomic
def name_copilote(*, acteur: Any, contrat: Contrat, contenu: CopiloteEcrit) -> Copilote:
    """Name who leads with the others, from a day on."""
    check_preparer(acteur, contrat)
    _check(contrat, contenu)
    copilote = Copilote.objects.create(region=contrat.region, contrat=contrat, **contenu.values)
    record(acteur=acteur, action="désigner un copilote", objet=copilote)
    return copilote


@transaction.atomic
def edit_copilote(
    *, acteur: Any, copilote: Copilote, expected: int, contenu: CopiloteEcrit
) -> Copilote:
    """Change what is known of a co-lead; the organisation stays: another one is named anew."""
    check_preparer(acteur, copilote.contrat)
    if contenu.organisation != copilote.organisation:
        raise ActeRefuse(
            "Un copilote garde son organisation.",
            "Finissez ce copilotage, puis désignez l’autre organisation.",
            champ="organisation",
        )
    _check(copilote.contrat, contenu, copilote)
    before = snapshot(copilote)
    for name, value in contenu.values.items():
        setattr(copilote, name, value)
    copilote.save_version(expected=expected, fields=list(contenu.values))
    record(acteur=acteur, action="modifier un copilote", objet=copilote, before=before)
    return copilote


@transaction.atomic
def end_copilote(*, acteur: Any, copilote: Copilote, expected: int, fin: date) -> Copilote:
    """End the lead of an organisation; its last day is included."""
    check_preparer(acteur, copilote.contrat)
    if fin < copilote.debut:
        raise ActeRefuse("Ce copilotage commence après cette date.", champ="fin")
    before = snapshot(copilote)
    copilote.fin = fin
    copilote.save_version(expected=expected, fields=["fin"])
    record(acteur=acteur, action="finir un copilotage", objet=copilote, before=before)
    return copilote
