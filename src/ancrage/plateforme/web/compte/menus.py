"""The links that accounts add to the menus of the shell."""

from typing import Any

from ancrage.plateforme.comptes.permissions import regions_kept
from ancrage.plateforme.web.socle.navigation import Entree, anyone, register, signed_in


def _administers(user: Any) -> bool:
    return bool(user.is_authenticated and user.administre)


def _keeps_a_region(user: Any) -> bool:
    return bool(user.is_authenticated and regions_kept(user))


def declare() -> None:
    """Register them once, when the site starts."""
    for rank, (libelle, route, permission) in enumerate(
        (
            ("Mon compte", "compte:mon_compte", signed_in),
            ("Notifications", "compte:notifications", signed_in),
            ("Mes accès", "compte:acces", signed_in),
            ("Sécurité", "compte:securite", signed_in),
            ("Mes données", "compte:donnees", signed_in),
            ("Délégations", "compte:delegations", signed_in),
            ("Jetons d’API", "compte:jetons", signed_in),
            ("Annuaire", "compte:annuaire", signed_in),
            ("Personnes", "compte:personnes", _administers),
            ("Invitations", "compte:invitations", _administers),
            ("Organisations", "compte:organisations", _administers),
            ("Journal", "compte:journal", _keeps_a_region),
        )
    ):
        register(Entree(libelle, route, "compte", rank, permission))
    register(Entree("Données personnelles", "compte:traitements", "pied", 50, anyone))
