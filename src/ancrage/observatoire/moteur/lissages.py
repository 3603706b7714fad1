"""Smoothed communal rates of a territory, and whether neighbours resemble one another.

Only the indicateurs whose file says `lissage = true`: events over a population, of sources without
any secrecy. Marshall's global smoothing draws each commune to the mean of the territory; Moran's
index is read on the raw rates, adjusted for populations of unequal size, never on smoothed ones,
which resemble one another by construction. Computed when asked, never with a plain profile.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.autocorrelation import (
    Moran,
    moran,
    moran_eb,
    moran_power,
    moran_verdict,
)
from ancrage.observatoire.calculs.lissage import Lissage, marshall_global
from ancrage.observatoire.calculs.voisinage import Voisinage, neighbourhood
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode, Source
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.cartes import cite_map
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.resultats_lissages import (
    Autocorrelation,
    CommuneLissee,
    LissageCommunal,
)
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.contours import voisins

MIN_COMMUNES = 10  # fewer give neither a prior nor a map worth reading
LISSABLES = {Methode.TAUX_BRUT, Methode.DENSITE}
MENTION = "lissé (Bayes empirique, Marshall) : sert à lire la carte, jamais à conclure"


def build_lissages(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    sources: Mapping[str, Source],
) -> tuple[LissageCommunal, ...]:
    """Return the smoothed rates that the store allows, by code; none of France as a whole."""
    chosen = [code for code, item in indicateurs.items() if item.lissage]
    if territoire.niveau == "france" or len(territoire.communes) < MIN_COMMUNES:
        return ()
    areas = [f"commune:{code}" for code in territoire.communes]
    rows = magasin.valeurs_of(areas, chosen).filter(
        is_shown()
        & pl.col("method").is_in(list(LISSABLES))
        & pl.col("numerator").is_not_null()
        & (pl.col("denominator") > 0),
        sexe="ensemble",
    )
    borders: dict[tuple[str, ...], Voisinage] = {}
    found = []
    for code in chosen:
        own = rows.filter(indicateur=code)
        own = own.filter(periode=own["periode"].max()).sort("aire")
        if own.height >= MIN_COMMUNES:
            codes = tuple(aire.partition(":")[2] for aire in own["aire"])
            if codes not in borders:
                borders[codes] = _borders(codes)
            item, source = indicateurs[code], cite_map(magasin, sources, own)
            left_out = len(areas) - own.height
            found.append(_smooth(own, codes, item, borders[codes], source, left_out))
    return tuple(found)


def _smooth(
    rows: pl.DataFrame,
    codes: tuple[str, ...],
    item: Indicateur,
    contiguity: Voisinage,
    source: str,
    left_out: int,
) -> LissageCommunal:
    events, base = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    smoothed = marshall_global(events, base)
    index, motif = _index(events, base, contiguity)
    return LissageCommunal(
        indicateur=item.code,
        libelle=item.libelle,
        unite=item.unite,
        decimales=item.decimales,
        periode=str(rows["periode"][0]),
        method=smoothed.method,
        mention=MENTION,
        moyenne=float(smoothed.prior_mean[0]) * item.multiplier,
        sans_variance=bool(smoothed.no_extra_variance.all()),
        communes=_communes(codes, events, base, smoothed, item.multiplier),
        ecartees=left_out,
        source=source,
        reserve=item.sans_verdict or "",
        autocorrelation=index,
        motif=motif,
    )


def _communes(
    codes: tuple[str, ...], events: np.ndarray, base: np.ndarray, smoothed: Lissage, scale: float
) -> tuple[CommuneLissee, ...]:
    columns = (
        events,
        base,
        events / base * scale,
        smoothed.value * scale,
        smoothed.raw_weight,
    )
    return tuple(
        CommuneLissee(code, libelle_aire(f"commune:{code}"), *numbers)
        for code, *numbers in zip(codes, *(column.tolist() for column in columns), strict=True)
    )


def _borders(codes: tuple[str, ...]) -> Voisinage:
    place = {code: rank for rank, code in enumerate(codes)}
    pairs = [
        (place[code], place[other]) for code, others in voisins(codes).items() for other in others
    ]
    return neighbourhood(len(codes), pairs)


def _index(
    events: np.ndarray, base: np.ndarray, contiguity: Voisinage
) -> tuple[Autocorrelation | None, str | None]:
    """Return the index, or why there is none (no event, equal rates, no neighbours)."""
    try:
        adjusted, plain = moran_eb(events, base, contiguity), moran(events / base, contiguity)
    except Erreur as error:
        return None, error.message
    return _told(adjusted, plain, contiguity), None


def _told(adjusted: Moran, plain: Moran, contiguity: Voisinage) -> Autocorrelation:
    return Autocorrelation(
        value=adjusted.value,
        expected=adjusted.expected,
        p_value=adjusted.p_value,
        brut=plain.value,
        brut_p_value=plain.p_value,
        territoires=contiguity.size,
        isoles=adjusted.islands,
        voisins=float(contiguity.neighbours.mean()),
        permutations=adjusted.permutations,
        graine=adjusted.seed,
        power=moran_power(adjusted),
        verdict=moran_verdict(adjusted),
        method=adjusted.method,
    )
