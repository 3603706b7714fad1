"""Standard populations: weights by five-year age band, and their regrouping.

The standard is part of the identity of an indicateur: two standards are never compared, and the
same weights serve men and women. `esp2013` is the revised European standard population (Eurostat
2013, *Revision of the European Standard Population*). The French census standards (`rp2006`,
`rp2013`, `rp2018`) wait for the official age files: asking for them is an error that says so;
any other weights may be given as an array. Insee's yearly estimates of population are no stand-in:
published in five broad bands, they count together at 75 and over risks that differ tenfold.
"""

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau, check_counts
from ancrage.observatoire.erreurs import Erreur

# Lower bounds of the 21 published bands: <1, 1-4, 5-9 … 90-94, 95+.
_ESP2013_AGES = (0, 1, *range(5, 100, 5))
_ESP2013 = (
    *(1000, 4000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 800, 200),
)
BANDS_19 = (*range(0, 95, 5),)  # 0-4 … 85-89, 90+
PREMATURE_AGE = 65

STANDARDS = {"esp2013": (_ESP2013_AGES, _ESP2013)}
AWAITED = ("rp2006", "rp2013", "rp2018")


def standard_weights(standard: str, ages: tuple[int, ...] = BANDS_19) -> Tableau:
    """Return the weights of `standard` for bands starting at `ages` (the last one is open).

    `ages` must group whole published bands: their sum is always the published total.
    """
    if standard in AWAITED:
        raise Erreur(
            "reference_attendue",
            f"La population de référence « {standard} » attend le fichier par âge de l'Insee.",
            attendu=", ".join(STANDARDS),
            remede="fournir les poids par classe de cinq ans sous forme de tableau, ou choisir "
            "esp2013 ; les estimations de population de l'Insee, en cinq grandes classes d'âge, ne "
            "suffisent pas",
        )
    if standard not in STANDARDS:
        raise Erreur(
            "reference_inconnue",
            f"Population de référence inconnue : « {standard} ».",
            attendu=", ".join(STANDARDS),
        )
    published, weights = STANDARDS[standard]
    if not ages or ages[0] != published[0] or list(ages) != sorted(set(ages) & set(published)):
        raise Erreur(
            "classes_age_incompatibles",
            f"Les classes d'âge demandées ne regroupent pas celles de « {standard} ».",
            attendu="des débuts de classe croissants pris dans "
            + ", ".join(str(age) for age in published),
        )
    band = np.searchsorted(np.array(ages), np.array(published), side="right") - 1
    grouped = np.zeros(len(ages))
    np.add.at(grouped, band, np.array(weights, dtype=float))
    return grouped


def premature(ages: tuple[int, ...] = BANDS_19, below: int = PREMATURE_AGE) -> slice:
    """Return the bands wholly under `below` years: the truncated weights are `weights[slice]`.

    The weights are not rescaled: dividing by their own sum keeps the unit of the rate.
    """
    if below not in ages[1:]:
        raise Erreur(
            "classes_age_incompatibles",
            f"Aucune classe d'âge ne commence à {below} ans : la coupure en partagerait une.",
            attendu="un âge qui commence une classe",
        )
    return slice(0, ages.index(below))


def check_weights(weights: npt.ArrayLike, bands: int) -> Tableau:
    """Return weights ≥ 0, one per band, not all null."""
    values = check_counts(weights, "weights")
    if values.shape != (bands,):
        raise Erreur(
            "classe_age_absente",
            f"Les poids de référence comptent {values.size} classe(s) d'âge, les données {bands}.",
            attendu="un poids par classe d'âge, âge en dernière dimension",
        )
    if values.sum() == 0:
        raise Erreur("poids_nuls", "Tous les poids de la population de référence sont nuls.")
    return values
