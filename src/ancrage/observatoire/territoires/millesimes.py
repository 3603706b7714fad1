"""The COG vintages that are embedded, and the years whose codes are understood.

A vintage is the state of communes on 1 January. Edition 2026 of the reference holds the communes
and EPCI of 2025 (19 names changed): no movement took effect between the two, which the law
explains, perimeters being frozen in the year before municipal elections.
"""

from ancrage.observatoire.erreurs import CodeSortie, Erreur

MILLESIMES = (2021, 2022, 2023, 2024, 2025, 2026)
MILLESIME_COURANT = 2026
PREMIER_COG = 2003  # first COG year whose codes are carried forward


def check_millesime(millesime: int) -> int:
    """Return the vintage when it is embedded, else raise `Erreur`."""
    if millesime not in MILLESIMES:
        raise Erreur(
            "millesime_inconnu",
            f"Le millésime {millesime} de la géographie n'est pas fourni.",
            attendu=f"une année de {MILLESIMES[0]} à {MILLESIMES[-1]}",
            remede="choisissez l'un de ces millésimes ; les codes plus anciens y sont reportés",
            sortie=CodeSortie.USAGE,
        )
    return millesime


def check_cog(cog: int) -> int:
    """Return the COG year when its codes are known, else raise `Erreur`."""
    if not PREMIER_COG <= cog <= MILLESIME_COURANT:
        raise Erreur(
            "cog_inconnu",
            f"Les codes de communes au 1er janvier {cog} ne sont pas connus.",
            attendu=f"une année de {PREMIER_COG} à {MILLESIME_COURANT}",
            remede="indiquez l'année du code officiel géographique (COG) du fichier",
            sortie=CodeSortie.USAGE,
        )
    return cog
