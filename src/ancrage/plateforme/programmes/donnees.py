"""What plans hold about a person: what she may take away, and what erasing her changes."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.programmes.models import Classement, Commentaire, ImportPlan


def _comments(person: Any) -> list[Ligne]:
    rows = Commentaire.objects.filter(auteur=person).select_related("fiche")
    return [
        {"fiche": str(one.fiche), "le": one.cree_le.isoformat(), "texte": one.texte} for one in rows
    ]


def _codings(person: Any) -> list[Ligne]:
    rows = Classement.objects.filter(codeur=person).select_related("fiche")
    return [
        {"fiche": str(one.fiche), "classement": str(one), "statut": one.get_statut_display()}
        for one in rows
    ]


def _imports(person: Any) -> list[Ligne]:
    rows = ImportPlan.objects.filter(auteur=person).select_related("contrat", "fichier")
    return [{"import": str(one), "le": one.le.isoformat()} for one in rows]


def _rename(person: Any) -> None:
    """Take the name off what she wrote; the comment, the code, the import stay."""
    Commentaire.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)
    Classement.objects.filter(codeur=person).update(codeur_label=PSEUDONYME)
    ImportPlan.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("commentaires", "Commentaires de fiches", _comments, effacer=_rename))
    declare(DonneesTenues("classements", "Classements de fiches", _codings))
    declare(DonneesTenues("imports-plans", "Imports de plans", _imports))
