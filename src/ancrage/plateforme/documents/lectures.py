"""What may be read of the versions of a contract: the frozen ones, what came back signed."""

from typing import Any
from uuid import UUID

from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.documents.models import NaturePiece, RetourSignature, VersionContrat
from ancrage.plateforme.documents.models.contrats import PUBLIQUES


def versions_of(contrat: Contrat, avenant: Avenant | None) -> list[VersionContrat]:
    """Return the frozen versions of a contract, or of an amendment, the latest first."""
    found = VersionContrat.objects.filter(contrat=contrat, avenant=avenant)
    return list(
        found.select_related("contrat", "avenant")
        .prefetch_related("pieces", "retours__fichier", "retours__rapprochements")
        .order_by("-numero")
    )


def version_of(contrat: Contrat, identifiant: UUID) -> VersionContrat | None:
    """Return a frozen version of a contract by its public identifier."""
    found = VersionContrat.objects.filter(contrat=contrat, identifiant=identifiant)
    return found.select_related("contrat", "avenant").prefetch_related("pieces").first()


def retour_of(contrat: Contrat, identifiant: UUID) -> RetourSignature | None:
    """Return a signed file given back for a contract."""
    return (
        RetourSignature.objects.filter(figee__contrat=contrat, identifiant=identifiant)
        .select_related("figee__contrat", "figee__avenant", "fichier")
        .prefetch_related("rapprochements__signature__signataire__organisation")
        .first()
    )


def signed_versions(contrat: Contrat) -> list[VersionContrat]:
    """Return what anybody may read of a signed contract: its version, and those of amendments.

    The last frozen version of the contract, then of each amendment that was signed.
    """
    if not contrat.is_signed:
        return []
    latest: dict[int | None, VersionContrat] = {}
    rows = VersionContrat.objects.filter(contrat=contrat).select_related("contrat", "avenant")
    for one in rows.prefetch_related("pieces", "retours").order_by("numero"):
        if one.avenant is None or one.avenant.signe_le is not None:
            latest[one.avenant_id] = one
    return sorted(latest.values(), key=lambda one: one.avenant.numero if one.avenant else 0)


def has_text(contrat: Contrat) -> bool:
    """Say whether a text in force may be read: frozen here, or changed by a signed amendment."""
    if not contrat.is_signed:
        return False
    frozen = VersionContrat.objects.filter(contrat=contrat, avenant__isnull=True)
    return frozen.exists() or contrat.avenants.filter(signe_le__isnull=False).exists()


def may_take(user: Any, figee: VersionContrat, nature: str, suit: bool) -> bool:
    """Say whether a person may take a piece: the team all of them, anybody the public ones."""
    if nature not in NaturePiece.values:
        return suit
    public = nature in PUBLIQUES and figee.pk in {one.pk for one in signed_versions(figee.contrat)}
    return suit or public
