"""Ask the territory what it thinks of a signed diagnosis, and take its opinions in."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.etats import AVIS, ORS
from ancrage.plateforme.diagnostics.models import (
    AvisDiagnostic,
    DemandeAvis,
    Diagnostic,
    SensAvis,
)
from ancrage.plateforme.diagnostics.permissions import is_asked, open_request
from ancrage.plateforme.diagnostics.reperes import people_over
from ancrage.plateforme.diagnostics.services.etapes import check
from ancrage.plateforme.diagnostics.services.relecture import valid_control
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify


@transaction.atomic
def ask_opinions(*, acteur: Any, diagnostic: Diagnostic, limite: date) -> DemandeAvis:
    """Open the signed version to the coordinators and delegations of its territory, and say so."""
    check(acteur, "demander_avis", Diagnostic.objects.select_for_update().get(pk=diagnostic.pk))
    if valid_control(diagnostic) is None:
        raise ActeRefuse(
            "Le contrôle du secret n’est pas signé : rien ne sort encore de l’observatoire.",
            "Faites signer le contrôle, puis demandez l’avis.",
        )
    if limite < timezone.localdate():
        raise ActeRefuse("Ce jour est passé.", "Donnez une date à venir.", champ="limite")
    demande, made = DemandeAvis.objects.get_or_create(
        diagnostic=diagnostic,
        version_diagnostic=diagnostic.version,
        defaults={"limite": limite, "demandeur_label": str(acteur)},
    )
    if not made:
        raise ActeRefuse("L’avis du territoire est déjà demandé sur cette version.")
    record(acteur=acteur, action="demander un avis sur un diagnostic", objet=demande)
    notify(
        destinataires=people_over(diagnostic, AVIS),
        cle=f"diagnostic-avis:{demande.identifiant}",
        titre=f"Votre avis sur un diagnostic : {diagnostic.libelle}",
        texte=f"L’épreuve se lit avant sa publication. Avis souhaité avant le {limite:%d/%m/%Y}.",
        lien=f"/diagnostics/{diagnostic.slug}/epreuve/",
        urgente=True,
    )
    return demande


@transaction.atomic
def give_opinion(
    *, acteur: Any, diagnostic: Diagnostic, sens: str, texte: str, expected: int
) -> AvisDiagnostic:
    """Write one's opinion, or write it again: `expected` is the version read, 0 for none."""
    held = Diagnostic.objects.select_for_update().get(pk=diagnostic.pk)
    demande = open_request(held)
    if demande is None or not is_asked(acteur, held):
        raise ActeRefuse(
            "Votre avis n’est pas demandé sur ce diagnostic.",
            "Il l’est entre le contrôle du secret et la publication, aux personnes du territoire.",
        )
    if sens != SensAvis.FAVORABLE and not texte.strip():
        raise ActeRefuse(
            "Un avis réservé ou défavorable dit pourquoi.", "Écrivez vos remarques.", champ="texte"
        )
    values = {"sens": sens, "texte": texte.strip(), "auteur_label": str(acteur)}
    avis = AvisDiagnostic.objects.filter(demande=demande, auteur=acteur).first()
    if avis is None:
        avis = AvisDiagnostic.objects.create(demande=demande, auteur=acteur, **values)
        record(acteur=acteur, action="donner un avis sur un diagnostic", objet=avis)
    else:
        before = snapshot(avis)
        for name, value in values.items():
            setattr(avis, name, value)
        avis.save_version(expected=expected, fields=list(values))
        record(acteur=acteur, action="modifier un avis", objet=avis, before=before)
    _tell(avis, held)
    return avis


def _tell(avis: AvisDiagnostic, diagnostic: Diagnostic) -> None:
    notify(
        destinataires=people_over(diagnostic, ORS),
        cle=f"avis:{avis.identifiant}:{avis.version}",
        titre=f"Avis {avis.get_sens_display()} : {diagnostic.libelle}",
        texte=f"{avis.auteur_label}. {avis.texte}".strip(),
        lien=f"/observatoire/diagnostics/{diagnostic.identifiant}/avis/",
    )
