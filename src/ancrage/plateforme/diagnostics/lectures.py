"""What may be read of diagnoses: scoped querysets for the workshop, editions for everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.models import TypeOrganisation as T
from ancrage.plateforme.comptes.permissions import holds
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import AVIS, LECTEURS, Etat
from ancrage.plateforme.diagnostics.models import (
    AvisDiagnostic,
    Brouillon,
    Consultation,
    DemandeAvis,
    Diagnostic,
    DiagnosticQuerySet,
    Edition,
    EditionQuerySet,
    Redaction,
    Relecture,
    Remarque,
)
from ancrage.plateforme.diagnostics.permissions import (
    can_read_proof,
    regions_ordered,
)
from ancrage.plateforme.diagnostics.reperes import cible_of
from ancrage.plateforme.diagnostics.textes import automatic_texts, contexte_of
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.publication.documents.dls.contexte import CHAPITRES, cle_chapitre, cle_phrase

COMMANDITAIRES = (T.ARS_SIEGE, T.DD_ARS, T.COMMUNE, T.EPCI, T.PAYS)


def diagnostics_suivis_par(user: Any) -> DiagnosticQuerySet:
    """Return the diagnoses that a person follows in the workshop."""
    return (
        Diagnostic.objects.visibles_par(user)
        .for_list()
        .select_related("cahier")
        .prefetch_related("editions")
        .order_by("cahier__echeance", "libelle")
    )


def perimetres_commandables_par(user: Any) -> QuerySet[Perimetre]:
    """Return the perimeters on which a person may order a diagnosis."""
    return Perimetre.objects.in_force().filter(region__in=regions_ordered(user))


def organisations_commandables_par(user: Any, operateur: bool) -> QuerySet[Organisation]:
    """Return who may order, or who may carry out, in the regions where a person orders."""
    types = (T.ORS,) if operateur else COMMANDITAIRES
    return Organisation.objects.filter(region__in=regions_ordered(user), type__in=types)


def predecesseurs_par(user: Any) -> QuerySet[Diagnostic]:
    """Return the diagnoses that a new one may follow: those that have an edition."""
    return Diagnostic.objects.visibles_par(user).filter(editions__isnull=False).distinct()


def editions_publiques() -> EditionQuerySet:
    """Return every edition, as the pages show it: old and withdrawn ones bear their notice."""
    return Edition.objects.for_page()


def diagnostics_publies(texte: str = "") -> EditionQuerySet:
    """Return the editions in force, by name; `texte` is looked for in names and places."""
    found = Edition.objects.in_force().for_page().order_by("diagnostic__libelle")
    if texte:
        found = found.filter(
            Q(diagnostic__libelle__icontains=texte)
            | Q(diagnostic__perimetre__libelle__icontains=texte)
            | Q(diagnostic__perimetre__communes__libelle__icontains=texte)
        ).distinct()
    return found


def edition_in_force_of(territoire: str) -> Edition | None:
    """Return the validated diagnosis of exactly this territory, or None."""
    return (
        Edition.objects.in_force()
        .filter(diagnostic__territoire=territoire)
        .select_related("diagnostic")
        .first()
    )


def latest_edition_of(slug: str) -> Edition | None:
    """Return the edition in force, else the last one, whose notice says why."""
    found = Edition.objects.for_page().filter(diagnostic__slug=slug)
    return found.in_force().first() or found.order_by("-numero").first()


def draft_of(diagnostic: Diagnostic, cle: str) -> Brouillon | None:
    """Return the draft of a text, or None."""
    return Brouillon.objects.filter(diagnostic=diagnostic, cle=cle).first()


def drafts_of(diagnostic: Diagnostic) -> list[tuple[Brouillon, str]]:
    """Return the drafts of a diagnosis, with the name of their texts."""
    return [(one, label_of_key(diagnostic, one.cle)) for one in diagnostic.brouillons.all()]


def versions_of(diagnostic: Diagnostic) -> dict[str, Redaction]:
    """Return the rewritten texts by key."""
    return {one.cle: one for one in diagnostic.redactions.all()}


@dataclass(frozen=True, slots=True)
class TexteAffiche:
    """One text of a chapter: the automatic one today, beside what was written."""

    cle: str
    libelle: str
    automatique: str
    redaction: Redaction | None

    @property
    def a_revoir(self) -> bool:
        """Say whether the figures changed since the text was written."""
        return self.redaction is not None and self.redaction.automatique != self.automatique


def texts_of_chapter(diagnostic: Diagnostic, numero: int) -> list[TexteAffiche]:
    """Return the texts of a chapter, its lead first, then one per value."""
    codes = list(diagnostic.selection.values_list("code", flat=True))
    contexte = contexte_of(diagnostic).keep(codes)
    automatic, written = automatic_texts(diagnostic), versions_of(diagnostic)
    keys = {cle_chapitre(numero): f"Phrase d’ouverture : {CHAPITRES[numero]}"}
    for valeur in contexte.chapitre(numero):
        label = contexte.of(valeur).libelle_court
        keys[cle_phrase(valeur)] = (
            label if valeur.sexe == "ensemble" else f"{label} ({valeur.sexe})"
        )
    return [
        TexteAffiche(cle, label, automatic[cle], written.get(cle))
        for cle, label in keys.items()
        if cle in automatic
    ]


def label_of_key(diagnostic: Diagnostic, cle: str) -> str:
    """Return the name of a text, for its page and its notice."""
    kind, _, rest = cle.partition(":")
    if kind == "chapitre":
        return f"Phrase d’ouverture : {CHAPITRES[int(rest)]}"
    code, _, sexe = rest.partition(":")
    item = contexte_of(diagnostic).indicateurs.get(code)
    label = item.libelle_court if item else code
    return label if sexe == "ensemble" else f"{label} ({sexe})"


def reviews_of(diagnostic: Diagnostic) -> QuerySet[Relecture]:
    """Return the opinions on a diagnosis, the latest first, with their remarks."""
    return diagnostic.relectures.prefetch_related("remarques")


def opinions_of(diagnostic: Diagnostic) -> QuerySet[DemandeAvis]:
    """Return the requests for opinions on a diagnosis, the latest first, with the opinions."""
    return diagnostic.demandes_avis.prefetch_related("avis")


def opinion_of(user: Any, diagnostic: Diagnostic) -> AvisDiagnostic | None:
    """Return what a person already said of the version under control."""
    return AvisDiagnostic.objects.filter(
        demande__diagnostic=diagnostic,
        demande__version_diagnostic=diagnostic.version,
        auteur=user,
    ).first()


def epreuves_lisibles(user: Any) -> list[Diagnostic]:
    """Return the diagnoses sent to the territory of a person: her opinion, or her reading."""
    if not user.is_authenticated or user.roles.isdisjoint(AVIS | LECTEURS):
        return []
    under_control = Diagnostic.objects.for_list().filter(
        etat=Etat.CONTROLE, demandes_avis__version_diagnostic=F("version")
    )
    return [one for one in under_control if can_read_proof(user, one)]


def opinions_awaited(user: Any) -> list[DemandeAvis]:
    """Return the requests on proofs that wait for the opinion of a person's delegation."""
    if not user.is_authenticated or str(Role.DD_ARS) not in user.roles:
        return []
    rows = (
        DemandeAvis.objects.filter(
            diagnostic__etat=Etat.CONTROLE,
            version_diagnostic=F("diagnostic__version"),
            diagnostic__region__in=user.regions,
        )
        .exclude(avis__auteur=user)
        .select_related("diagnostic__perimetre")
        .order_by("cree_le", "pk")
    )
    return [one for one in rows if holds(user, {str(Role.DD_ARS)}, cible_of(one.diagnostic))]


def find_epreuve(user: Any, slug: str) -> Diagnostic | None:
    """Return a diagnosis whose proof a person may read, or None."""
    found = Diagnostic.objects.for_list().filter(slug=slug).first()
    return found if found and can_read_proof(user, found) else None


def remarks_of(diagnostic: Diagnostic) -> QuerySet[Remarque]:
    """Return the remarks on a diagnosis."""
    return Remarque.objects.filter(relecture__diagnostic=diagnostic).select_related(
        "relecture__diagnostic"
    )


def readers_count(edition: Edition) -> int:
    """Return how many signed-in people took an edition away."""
    return Consultation.objects.filter(edition=edition).count()
