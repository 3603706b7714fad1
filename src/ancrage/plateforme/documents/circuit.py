"""The circuit of a signature: each step, what it still lacks, who brings it."""

from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.contrats.avis import FAITS_DES_AVIS, last_opinion, pending_opinion
from ancrage.plateforme.contrats.faits import FAITS, roles_in_words
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.models import (
    ActeAttendu,
    Avenant,
    AvisContrat,
    Contrat,
    Organe,
    Signataire,
    Signature,
)
from ancrage.plateforme.contrats.propres import has_accord, missing_of_deliberation
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.documents.articles import incomplete, parts_of
from ancrage.plateforme.documents.champs import acte_of, originals_of

AVIS = {
    Organe.COTECH: "Avis du comité technique",
    Organe.ARS: "Avis de l’ARS, conformité au PRS",
}


@dataclass(frozen=True, slots=True)
class Etape:
    """A step: done or not, what is there or missing, who can bring it.

    `organe`: the body whose opinion it is, `avis` the last that it gave.
    """

    titre: str
    faite: bool
    detail: str
    qui: str = ""
    organe: str = ""
    avis: AvisContrat | None = None


@dataclass(frozen=True, slots=True)
class Partie:
    """A signatory in the circuit: its act, then its signature."""

    signataire: Signataire
    acte: str
    acte_manque: str
    signature: Signature | None
    mode: str

    @property
    def prete(self) -> bool:
        """Say whether it may sign: its act lacks nothing."""
        return not self.acte_manque


@dataclass(frozen=True, slots=True)
class Circuit:
    """All that stands between a text and its signature."""

    etapes: tuple[Etape, ...]
    parties: tuple[Partie, ...]
    partenaires: tuple[str, ...]

    @property
    def manques(self) -> int:
        """Return how many things are still awaited."""
        waiting = sum(not one.faite for one in self.etapes)
        return waiting + sum((not p.prete) + (p.signature is None) for p in self.parties)


def circuit_of(contrat: Contrat, avenant: Avenant | None, on: date) -> Circuit:
    """Return the circuit of a contract, or of one of its amendments, as it stands on a day."""
    signing = parties_of(avenant) if avenant else originals_of(contrat)
    partners = contrat.partenaires.filter(jusqu_au__isnull=True).select_related("organisation")
    return Circuit(
        etapes=() if avenant else tuple(_steps(contrat, on)),
        parties=tuple(party_of(one, avenant, on) for one in signing),
        partenaires=tuple(str(one) for one in partners),
    )


def _steps(contrat: Contrat, on: date) -> list[Etape]:
    lacking = incomplete(parts_of(contrat, on))
    words = ", ".join(one.nom for one in lacking)
    steps = [
        Etape(
            "Texte des neuf articles", not lacking,
            f"à compléter : {words}" if lacking else "complet",
            roles_in_words(FAITS["articles_complets"].par),
        )
    ]  # fmt: skip
    return [*steps, *(_opinion(contrat, organe, titre, on) for organe, titre in AVIS.items())]


def _opinion(contrat: Contrat, organe: Organe, titre: str, on: date) -> Etape:
    """Return where an opinion stands: held or not, what it says, or that it was asked."""
    code = FAITS_DES_AVIS[organe]
    answer, _ = read_fact(contrat, code, on)
    said = answer.detail or "rendu" if answer.tenu else answer.manque or FAITS[code].manque
    given, asked = last_opinion(contrat, organe, on), pending_opinion(contrat, organe)
    notes = [said]
    if given is not None and given.version_figee:
        notes.append(f"sur la version {given.version_figee}")
    if asked is not None:
        notes.append(f"demandé le {asked.demande_le:%d/%m/%Y}, attendu")
    who = roles_in_words(FAITS[code].par)
    return Etape(titre, answer.tenu, " ; ".join(notes), who, str(organe), given)


def party_of(one: Signataire, avenant: Avenant | None, on: date) -> Partie:
    """Return where a signatory stands, for a contract or one of its amendments."""
    wanted = avenant.pk if avenant else None
    done = next((s for s in one.signatures.all() if s.avenant_id == wanted), None)
    return Partie(one, acte_of(one, wanted), _lacking(one, wanted, on), done, _mode(done))


def _lacking(one: Signataire, avenant: int | None, on: date) -> str:
    if one.acte_attendu == ActeAttendu.DELIBERATION:
        return ", ".join(missing_of_deliberation(one, avenant, on))
    if one.acte_attendu == ActeAttendu.ACCORD and not has_accord(one, avenant, on):
        return "l’accord écrit"
    return ""


def _mode(signature: Signature | None) -> str:
    """Return how it was signed: verified, on paper, or told without a file of this circuit."""
    if signature is None:
        return ""
    tied = getattr(signature, "rapprochement", None)
    if tied is None:
        return "enregistrée à la main"
    return "électronique, vérifiée" if tied.champ else "sur papier, numérisée"
