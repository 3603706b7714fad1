"""The contracts and their action sheets, as the search finds them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from ancrage.plateforme.contrats.models import Contrat, ContratQuerySet
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.recherche.registre import Entree, Fournisseur, declare


def list_contrats(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield every contract under its name, its other names and its communes.

    Its state is left out: it moves, and a visitor must not read it in an index.
    """
    rows = Contrat.objects.prefetch_related("alias", "porteurs__organisation")
    rows = rows.select_related("perimetre", "perimetre_etude")
    rows = rows.prefetch_related("perimetre__communes", "perimetre_etude__communes")
    for one in rows if cles is None else rows.filter(slug__in=cles):
        rank = f"{one.generation}{'re' if one.generation == 1 else 'e'} génération"
        others = [alias.nom for alias in one.alias.all()]
        porteurs = [porteur.organisation.nom for porteur in one.porteurs.all()]
        communes = [commune.libelle for commune in one.dernier_perimetre.communes.all()]
        yield Entree(
            cle=one.slug,
            libelle=one.nom,
            lien=reverse("contrat:contrat", args=[one.slug]),
            precision=f"contrat local de santé, {rank}",
            texte=" ".join([*others, *porteurs, *communes]),
        )


def contrats_readable(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those that this person opens: the contracts that she follows, and the signed ones."""
    rows: ContratQuerySet = Contrat.objects.visibles_par(user) | Contrat.objects.publics()
    return list(rows.filter(slug__in=cles).values_list("slug", flat=True))


def list_fiches(cles: Collection[str] | None) -> Iterable[Entree]:
    """Yield every action sheet under its title and its code.

    Not what it says: two hundred sheets come in one import, and a word makes a dozen rows.
    """
    rows = FicheAction.objects.select_related("contrat")
    for one in rows if cles is None else rows.filter(identifiant__in=cles):
        yield Entree(
            cle=str(one.identifiant),
            libelle=one.titre,
            lien=reverse("programme:fiche", args=[one.contrat.slug, one.code]),
            precision=f"{one.code}, {one.contrat.nom}",
        )


def fiches_readable(user: Any, cles: Collection[str]) -> Collection[str]:
    """Return those that this person opens: a draft belongs to the team of its contract."""
    held = FicheAction.objects.filter(identifiant__in=cles)
    found = {*held.visibles_par(user).values_list("identifiant", flat=True)}
    found |= {*held.publiques().values_list("identifiant", flat=True)}
    return [str(one) for one in found]


def declare_own() -> None:
    """Register them once, when the site starts."""
    declare(
        Fournisseur("contrat", "Contrats", 24, lister=list_contrats, visibles=contrats_readable)
    )
    declare(Fournisseur("fiche", "Actions", 26, lister=list_fiches, visibles=fiches_readable))
