"""Follow what changes: a publication, a consent or an erasure is in the index at once."""

from collections.abc import Callable
from typing import Any

from django.db.models.signals import post_save

from ancrage.plateforme.comptes.models import Consentement, Utilisateur
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.models import Diagnostic, Edition
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.recherche.services import refresh
from ancrage.plateforme.territoires.models import Perimetre


def on_edition(sender: Any, instance: Edition, **kwargs: Any) -> None:
    """Index a diagnosis whose edition was published, replaced or withdrawn."""
    refresh("document", [instance.diagnostic.slug])


def on_consent(sender: Any, instance: Consentement, **kwargs: Any) -> None:
    """Index a person who consents to the directory, drop one who takes it back."""
    refresh("personne", [str(instance.utilisateur.identifiant)])


def on_erasure(sender: Any, instance: Utilisateur, **kwargs: Any) -> None:
    """Drop a person who closed or erased her account; the nightly rebuild sees the rest."""
    if not instance.is_active:
        refresh("personne", [str(instance.identifiant)])


def on_perimetre(sender: Any, instance: Perimetre, **kwargs: Any) -> None:
    """Index a perimeter that was made, renamed, frozen or replaced."""
    refresh("perimetre", [str(instance.identifiant)])


def on_diagnostic(sender: Any, instance: Diagnostic, **kwargs: Any) -> None:
    """Index a diagnosis of the workshop as it moves."""
    refresh("atelier", [instance.slug])


def on_acte(sender: Any, instance: Acte, **kwargs: Any) -> None:
    """Index a contract or a sheet as it moves: each of their writes is told in the journal."""
    found = _CONTRATS.get(instance.objet_type)
    if found:
        type_, cles = found
        refresh(type_, cles(instance.objet_id))


def _slug(pk: str) -> list[str]:
    return list(Contrat.objects.filter(pk=pk).values_list("slug", flat=True))


def _fiche(pk: str) -> list[str]:
    return [str(one) for one in _identifiants(FicheAction.objects.filter(pk=pk))]


def _imported(pk: str) -> list[str]:
    """Return every sheet of the contract of an import: it may have written hundreds."""
    return [
        str(one)
        for one in _identifiants(FicheAction.objects.filter(contrat__imports_plans=int(pk)))
    ]


def _identifiants(rows: Any) -> Any:
    return rows.values_list("identifiant", flat=True)


# Whose rows of the journal touch which entries.
_CONTRATS: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "contrats.contrat": ("contrat", _slug),
    "programmes.ficheaction": ("fiche", _fiche),
    "programmes.importplan": ("fiche", _imported),
}


def connect() -> None:
    """Listen, once per process."""
    post_save.connect(on_edition, sender=Edition, dispatch_uid="recherche.edition")
    post_save.connect(on_consent, sender=Consentement, dispatch_uid="recherche.consentement")
    post_save.connect(on_erasure, sender=Utilisateur, dispatch_uid="recherche.utilisateur")
    post_save.connect(on_perimetre, sender=Perimetre, dispatch_uid="recherche.perimetre")
    post_save.connect(on_diagnostic, sender=Diagnostic, dispatch_uid="recherche.diagnostic")
    post_save.connect(on_acte, sender=Acte, dispatch_uid="recherche.acte")
