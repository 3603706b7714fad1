"""Secrecy of a deposit on the closed list of areas, all its counts solved together.

Communes, EPCI, départements, régions and France, astride or nested; the two sexes and their
total; counts nested in one another (cancers among all deaths, deaths under 65 among those of any
age); and what earlier deposits already told of the same events, which nothing takes back.
"""

from collections.abc import Sequence

from ancrage.observatoire.calculs import secret
from ancrage.observatoire.calculs.tables_liees import OUVERT, SECONDAIRE, SECRET
from ancrage.observatoire.moteur.systeme_secret import (
    MONTRE,
    Cases,
    Compte,
    Contenu,
    Statuts,
    System,
)

__all__ = [
    "MONTRE", "OUVERT", "SECONDAIRE", "SECRET", "Cases", "Compte", "Contenu", "Statuts", "protect",
    "protect_together",
]  # fmt: skip


def protect(cases: Cases, seuil: int) -> Statuts:
    """Return the status of each cell: « » (may be shown), secret or secret_secondaire."""
    alone = Contenu(frozenset(), frozenset())
    return protect_together([Compte("", cases, alone)], seuil)[""]


def protect_together(comptes: Sequence[Compte], seuil: int) -> dict[str, Statuts]:
    """Return the status of each cell of the new measures, protected with all the earlier ones."""
    system = System()
    for compte in comptes:
        system.add_measure(compte)
    system.link()
    status = secret.protect(system.tables(seuil)).status
    return {item.nom: system.read(item, status) for item in comptes if item.marks is None}
