"""Send to review, give an opinion, answer remarks, sign the control of secrecy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.etats import ORS, VALIDATEUR
from ancrage.plateforme.diagnostics.models import (
    ControleSecret,
    Diagnostic,
    Opinion,
    Relecture,
    Remarque,
)
from ancrage.plateforme.diagnostics.reperes import people_over
from ancrage.plateforme.diagnostics.services.brouillons import refuse_pending
from ancrage.plateforme.diagnostics.services.etapes import add_writer, check, move
from ancrage.plateforme.diagnostics.textes import to_review
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.observations import profils

POINTS = {
    "seuils": "Chaque effectif publié respecte le seuil de secret de sa source.",
    "soustraction": "Aucune valeur masquée ne se retrouve par soustraction : communes, EPCI, "
    "sexes, éditions précédentes.",
    "textes": "Aucun texte réécrit ne dit ce que les chiffres masquent.",
    "personnes": "Aucun passage ne permet de reconnaître une personne.",
}


@dataclass(frozen=True, slots=True)
class NouvelleRemarque:
    """A remark on a chapter."""

    chapitre: int
    texte: str


@transaction.atomic
def submit(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> Diagnostic:
    """Send to review; refused while a text disagrees with its figures, or is only a draft."""
    check(acteur, "soumettre", diagnostic)
    stale = to_review(diagnostic)
    if stale:
        raise ActeRefuse(
            f"{len(stale)} texte(s) ont été écrits sur des chiffres qui ont changé.",
            "Relisez la liste « à revoir » : gardez, réécrivez ou rendez chaque texte.",
        )
    refuse_pending(diagnostic)
    diagnostic.soumis_par = acteur
    add_writer(diagnostic, acteur)
    move(
        acteur=acteur,
        nom="soumettre",
        diagnostic=diagnostic,
        expected=expected,
        fields=("soumis_par",),
    )
    others = people_over(diagnostic, ORS).exclude(pk__in=diagnostic.redacteurs.values("pk"))
    _tell(diagnostic, others, "relire", "Un diagnostic attend votre relecture")
    return diagnostic


def take_back(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> Diagnostic:
    """Take the diagnosis back from review to go on writing."""
    return move(acteur=acteur, nom="reprendre", diagnostic=diagnostic, expected=expected)


@transaction.atomic
def review(
    *,
    acteur: Any,
    diagnostic: Diagnostic,
    expected: int,
    opinion: str,
    commentaire: str = "",
    remarques: Sequence[NouvelleRemarque] = (),
) -> Relecture:
    """Give an opinion: favourable leads to the control, otherwise back to writing."""
    nom = "approuver" if opinion == Opinion.FAVORABLE else "demander_corrections"
    check(acteur, nom, diagnostic)
    if nom == "demander_corrections" and not remarques and not commentaire.strip():
        raise ActeRefuse(
            "Une demande de corrections dit lesquelles.",
            "Écrivez une remarque ou un commentaire.",
            champ="commentaire",
        )
    relecture = Relecture.objects.create(
        diagnostic=diagnostic,
        relecteur=acteur,
        relecteur_label=str(acteur),
        opinion=opinion,
        commentaire=commentaire.strip(),
        numero_edition=diagnostic.editions.count() + 1,
    )
    Remarque.objects.bulk_create(
        Remarque(relecture=relecture, chapitre=one.chapitre, texte=one.texte.strip())
        for one in remarques
    )
    record(acteur=acteur, action="relire un diagnostic", objet=relecture)
    move(acteur=acteur, nom=nom, diagnostic=diagnostic, expected=expected, motif=commentaire)
    if nom == "approuver":
        signers = people_over(diagnostic, VALIDATEUR).exclude(pk=acteur.pk)
        _tell(diagnostic, signers, "signer", "Un diagnostic attend votre contrôle du secret")
    else:
        _tell(diagnostic, diagnostic.redacteurs.all(), "corriger", "Corrections demandées")
    return relecture


@transaction.atomic
def answer(*, acteur: Any, remarque: Remarque, reponse: str) -> Remarque:
    """Answer a remark."""
    check(acteur, "repondre", remarque.relecture.diagnostic)
    before = snapshot(remarque)
    remarque.reponse, remarque.repondu_par = reponse.strip(), str(acteur)
    remarque.save(update_fields=["reponse", "repondu_par", "modifie_le"])
    record(acteur=acteur, action="répondre à une remarque", objet=remarque, before=before)
    return remarque


@transaction.atomic
def sign(
    *,
    acteur: Any,
    diagnostic: Diagnostic,
    expected: int,
    points: Sequence[str],
    observations: str = "",
) -> ControleSecret:
    """Sign that every point was checked, on the figures of today's edition of the store."""
    check(acteur, "signer", diagnostic)
    missing = [texte for code, texte in POINTS.items() if code not in points]
    if missing:
        raise ActeRefuse(
            f"{len(missing)} point(s) du contrôle ne sont pas cochés.",
            "Cochez chaque point contrôlé, ou refusez en disant pourquoi.",
            champ="points",
        )
    # The row itself is not changed: the version that was read must still be the stored one.
    diagnostic.save_version(expected=expected, fields=["etat"])
    controle = ControleSecret.objects.create(
        diagnostic=diagnostic,
        signataire=acteur,
        signataire_label=str(acteur),
        points=list(POINTS),
        observations=observations.strip(),
        edition_magasin=profils.edition("diagnostic"),
        version_diagnostic=diagnostic.version,
    )
    record(acteur=acteur, action="signer le contrôle du secret", objet=controle)
    return controle


def refuse_control(*, acteur: Any, diagnostic: Diagnostic, expected: int, motif: str) -> Diagnostic:
    """Send back to writing, with the reason."""
    moved = move(
        acteur=acteur, nom="refuser", diagnostic=diagnostic, expected=expected, motif=motif
    )
    _tell(diagnostic, diagnostic.redacteurs.all(), "refus", "Contrôle du secret refusé", motif)
    return moved


def valid_control(diagnostic: Diagnostic) -> ControleSecret | None:
    """Return the signature that covers the diagnosis as it stands, on today's figures."""
    controle: ControleSecret | None = diagnostic.controles.filter(
        version_diagnostic=diagnostic.version, edition_magasin=profils.edition("diagnostic")
    ).first()
    return controle


def _tell(diagnostic: Diagnostic, people: Any, fact: str, titre: str, texte: str = "") -> None:
    notify(
        destinataires=people,
        cle=f"diagnostic-{fact}:{diagnostic.identifiant}:{diagnostic.version}",
        titre=f"{titre} : {diagnostic.libelle}",
        texte=texte,
        lien=f"/observatoire/diagnostics/{diagnostic.identifiant}/",
    )
