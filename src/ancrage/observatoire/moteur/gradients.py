"""The gradient of an indicateur across fifths of disadvantage: an ecological reading.

The communes of a region are cut into five groups of equal population by the F-EDI; counts are
summed in each group, so that only indicateurs with counts have a gradient. It tells of areas,
never of persons.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.inegalites import gradient, quintile_gap, quintile_ratio
from ancrage.observatoire.calculs.intervalles import poisson_exact, wilson
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire

SCHEMA_GRADIENT = "ancrage.gradient/1"
DEFAVORISATION = "S14"  # F-EDI; FDep (S13) when it is supplied
POPULATION = "D01"
GROUPES = 5
_POISSON = {Methode.TAUX_BRUT, Methode.DENSITE}
_GRADED = {*_POISSON, Methode.PROPORTION}
MENTION = (
    "Lecture écologique : les groupes sont des communes, non des personnes ; un écart entre "
    "communes ne dit rien du risque de chaque habitant."
)
AGE = " Le taux est brut : il suit aussi l'âge des habitants."
SANS_ORDRE = (
    " Les cinq groupes ne montent ni ne descendent d'un bout à l'autre : la pente les résume mal."
)


@dataclass(frozen=True, slots=True)
class Groupe:
    """A fifth of the population, its communes taken together."""

    rang: int  # 1 = least disadvantaged
    communes: int
    population: float
    numerator: float
    denominator: float
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Mesure:
    """An index of inequality with its limits; `neutre` is its value without inequality."""

    code: str
    libelle: str
    value: float | None
    lower: float | None
    upper: float | None
    neutre: float
    method: str


@dataclass(frozen=True, slots=True)
class GradientSocial:
    """An indicateur by fifth of disadvantage, with its indices and fitted slope."""

    indicateur: str
    libelle: str
    unite: str
    decimales: int
    territoire: str
    nom: str
    periode: str
    indice: str
    periode_indice: str
    groupes: tuple[Groupe, ...]
    mesures: tuple[Mesure, ...]
    pente: tuple[float, float]  # fitted value at both ends
    communes_ecartees: int
    source: str = ""
    mention: str = MENTION

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.gradient/1`."""
        return {"schema": SCHEMA_GRADIENT, **asdict(self)}


def build_gradient(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    code: str,
    periode: str | None = None,
    source: str = "",
) -> GradientSocial:
    """Return the gradient of an indicateur over the communes of a territory; `Erreur` if none."""
    item, indice = indicateurs[code], indicateurs[DEFAVORISATION]
    communes = [f"commune:{c}" for c in territoire.communes]
    table = magasin.valeurs_of(communes, [code, DEFAVORISATION, POPULATION]).filter(sexe="ensemble")
    deprived = _latest(table.filter(indicateur=DEFAVORISATION))
    people = _latest(table.filter(indicateur=POPULATION))
    rows = _latest(table.filter(pl.col("numerator").is_not_null(), indicateur=code), periode)
    if deprived.is_empty() or rows.is_empty():
        raise _no_gradient(item, deprived.is_empty())
    method = Methode(rows["method"][0])
    if method not in _GRADED:
        raise _no_gradient(item, False)
    known = rows.join(deprived.select("aire", rang="value"), on="aire", maintain_order="left").join(
        people.select("aire", population="value"), on="aire", maintain_order="left"
    )
    groups = _fifths(known.filter(pl.col("denominator") > 0))
    if groups.height < GROUPES:
        raise Erreur(
            "groupes_impossibles",
            f"Les communes de {territoire.libelle} ne font pas cinq groupes de même population : "
            "elles sont trop peu, ou l'une d'elles pèse trop.",
            remede="choisissez un territoire plus grand, par exemple la région",
        )
    values, errors, limits = _rates(groups, method, item.multiplier)
    population = groups["population"].to_numpy()
    found = gradient(values, population, errors)
    return GradientSocial(
        indicateur=item.code,
        libelle=item.libelle,
        unite=item.unite,
        decimales=item.decimales,
        territoire=territoire.code,
        nom=territoire.libelle,
        periode=str(rows["periode"][0]),
        indice=indice.libelle,
        periode_indice=str(deprived["periode"][0]),
        groupes=_shapes(groups, values, limits),
        mesures=_indices(
            found.sii, found.rii_slope_mean, found.rii_predicted_ratio, values, errors
        ),
        pente=(float(found.intercept), float(found.intercept + found.sii.value)),
        communes_ecartees=len(communes) - int(groups["communes"].sum()),
        source=source,
        mention=_mention(method, values),
    )


def _shapes(
    groups: pl.DataFrame, values: Tableau, limits: tuple[Tableau, Tableau]
) -> tuple[Groupe, ...]:
    return tuple(
        Groupe(
            rang=rank + 1,
            communes=row["communes"],
            population=row["population"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=float(values[rank]),
            lower=float(limits[0][rank]),
            upper=float(limits[1][rank]),
        )
        for rank, row in enumerate(groups.iter_rows(named=True))
    )


def _mention(method: Methode, values: Tableau) -> str:
    steps = np.diff(values)
    ordered = (steps >= 0).all() or (steps <= 0).all()
    return MENTION + AGE * (method is Methode.TAUX_BRUT) + SANS_ORDRE * (not ordered)


def _latest(rows: pl.DataFrame, periode: str | None = None) -> pl.DataFrame:
    """Keep the communes with a value, at the asked period or the latest one."""
    shown = rows.filter(is_shown())
    if shown.is_empty():
        return shown
    return shown.filter(periode=periode or shown["periode"].max())


def _fifths(rows: pl.DataFrame) -> pl.DataFrame:
    """Sum the communes in five groups of equal population, least to most disadvantaged.

    A commune goes where the middle of its population falls: a large town is never cut in two.
    """
    ordered = rows.sort("rang", "aire").with_columns(
        milieu=(pl.col("population").cum_sum() - pl.col("population") / 2)
        / pl.col("population").sum()
    )
    return (
        ordered.with_columns(
            groupe=(pl.col("milieu") * GROUPES).floor().clip(0, GROUPES - 1).cast(pl.Int8)
        )
        .group_by("groupe", maintain_order=True)  # sums in one order: the same float twice
        .agg(
            pl.col("numerator").sum(),
            pl.col("denominator").sum(),
            pl.col("population").sum(),
            communes=pl.len(),
        )
        .sort("groupe")
    )


def _rates(
    groups: pl.DataFrame, method: Methode, scale: float
) -> tuple[Tableau, Tableau, tuple[Tableau, Tableau]]:
    """Return rates, standard errors and exact limits, in the unit of the indicateur."""
    events, base = groups["numerator"].to_numpy(), groups["denominator"].to_numpy()
    rate = events / base
    if method in _POISSON:
        error = np.sqrt(events) / base
        low, high = (limit / base for limit in poisson_exact(events))
    else:
        error = np.sqrt(rate * (1 - rate) / base)
        low, high = wilson(events, base)
    return rate * scale, error * scale, (low * scale, high * scale)


def _indices(
    sii: Estimation, slope: Estimation, ratio: Estimation, values: Tableau, errors: Tableau
) -> tuple[Mesure, ...]:
    both = [
        ("sii", "Indice de pente d'inégalité (SII)", 0.0, sii),
        ("rii_pente_moyenne", "Indice relatif (RII), pente sur moyenne", 0.0, slope),
        ("rii_rapport_predit", "Indice relatif (RII), rapport des extrêmes ajustés", 1.0, ratio),
        ("ecart_q5_q1", "Écart entre les deux cinquièmes extrêmes", 0.0,
         quintile_gap(values, errors)),
    ]  # fmt: skip
    if values[0] > 0 and values[-1] > 0:
        found = quintile_ratio(values, errors)
        both.append(("rapport_q5_q1", "Rapport entre les deux cinquièmes extrêmes", 1.0, found))
    return tuple(
        Mesure(
            code,
            libelle,
            _finite(item.value),
            _finite(item.lower),
            _finite(item.upper),
            neutre,
            item.method,
        )
        for code, libelle, neutre, item in both
    )


def _finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _no_gradient(item: Indicateur, without_index: bool) -> Erreur:
    if without_index:
        return Erreur(
            "indice_absent",
            "L'indice de défavorisation des communes n'est pas connu sur ce territoire.",
            attendu="le F-EDI par commune (fichier de Santé publique France)",
            sortie=CodeSortie.ATTENTE,
        )
    return Erreur(
        "gradient_sans_effectif",
        f"« {item.libelle} » n'a pas d'effectifs par commune : aucun gradient n'est calculable.",
        attendu="un taux ou une part dont le numérateur et le dénominateur sont connus par commune",
        remede="par exemple S05 (chômage au recensement) ou M03-BRUT (mortalité)",
    )
