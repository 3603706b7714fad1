"""The figures of the analyses: funnel, gradient, base-100 series, projection, typology map."""

from collections.abc import Mapping

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    DemographieMedicale,
    DonneesEntonnoir,
    GradientSocial,
    SerieProfession,
    TypologieTerritoires,
)
from ancrage.publication.figures import modeles as m
from ancrage.publication.typographie import FINE, INSECABLE, details, nombre, texte

NOM_COURT = 22
_NOMS = {"epci": "EPCI", "commune": "communes"}


def figure_entonnoir(
    donnees: DonneesEntonnoir, noms: Mapping[str, str] | None = None
) -> m.Entonnoir:
    """Return the funnel plot; only one's own areas bear the names given by code."""
    own = noms or {}
    return m.Entonnoir(
        titre=f"{donnees.libelle} : ce que le hasard explique",
        sous_titre=details(donnees.unite, donnees.periode, f"par {_NOMS[donnees.niveau]}"),
        source=donnees.source,
        note=f"{_caution(donnees)} {_chance(donnees)}",
        points=tuple(
            m.PointEntonnoir(
                effectif=aire.effectif,
                value=aire.value,
                label=own.get(aire.code, ""),
                accent=aire.code in own,
            )
            for aire in donnees.aires
        ),
        repere=m.Repere(label="Ensemble", value=donnees.cible),
        limites=tuple(
            m.Limite(
                label=f"{nombre(100 * limite.niveau, 1 if limite.niveau > 0.99 else 0)}"
                f"{INSECABLE}%",
                effectifs=limite.effectifs,
                bas=limite.bas,
                haut=limite.haut,
            )
            for limite in donnees.limites
        ),
        effectif=donnees.axe,
        unite=donnees.unite,
        decimales=donnees.decimales,
    )


def _caution(donnees: DonneesEntonnoir) -> str:
    if donnees.reserve:
        return f"{donnees.reserve[:1].upper()}{donnees.reserve[1:]}."
    return "Un point hors des limites mérite un regard : ce n’est ni un rang ni une cause."


def _chance(donnees: DonneesEntonnoir) -> str:
    """Return how many points chance alone would put outside the first limits."""
    count, level = len(donnees.aires), donnees.limites[0].niveau
    expected = (1 - level) * count
    return (
        f"Sur {nombre(count)} points, environ {nombre(expected, 0 if expected >= 10 else 1)} "
        f"sortiraient par le seul hasard des limites à {nombre(100 * level)}{FINE}%, au plus."
    )


def figure_gradient(donnees: GradientSocial) -> m.Gradient:
    """Return the values by fifth of disadvantage with the fitted slope."""
    labels = {1: "Les moins défavorisées", 5: "Les plus défavorisées"}
    return m.Gradient(
        titre=f"{donnees.libelle} selon la défavorisation des communes",
        sous_titre=details(donnees.unite, donnees.periode, donnees.nom),
        source=donnees.source,
        note=(
            f"Communes rangées en cinq groupes de même population par leur {donnees.indice} "
            f"({donnees.periode_indice}). {donnees.mention}"
        ),
        lignes=tuple(
            m.Point(
                label=labels.get(groupe.rang, f"Cinquième {groupe.rang}"),
                value=groupe.value,
                lower=groupe.lower,
                upper=groupe.upper,
            )
            for groupe in donnees.groupes
        ),
        pente=donnees.pente,
        unite=donnees.unite,
        decimales=donnees.decimales,
        axe="des communes les moins aux plus défavorisées",
    )


def figure_profession(serie: SerieProfession, titre: str | None = None) -> m.SerieTemporelle:
    """Return the base-100 series of a profession: départements, region, France."""
    return m.SerieTemporelle(
        titre=titre or serie.libelle,
        sous_titre=f"Effectifs, base 100 en {serie.aires[0].annees[0]}",
        source=serie.source,
        note=f"France : somme des {nombre(serie.champ)} départements connus chaque année.",
        lignes=tuple(
            m.Ligne(
                label=aire.libelle if len(aire.libelle) <= NOM_COURT else _short(aire.niveau),
                points=tuple(
                    m.PointSerie(periode=str(year), value=value)
                    for year, value in zip(aire.annees, aire.base_100, strict=True)
                ),
                accent=aire.niveau == "departement",
            )
            for aire in serie.aires
        ),
        ruptures=tuple(m.Rupture(annee=year, motif=motif) for year, motif in serie.ruptures),
        unite="base 100",
        decimales=1,
    )


def figure_projection(donnees: DemographieMedicale) -> m.SerieTemporelle | None:
    """Return the doctors of France with their projection, drawn and named as such."""
    projection = donnees.projection
    if projection is None:
        return None
    known = [m.PointSerie(periode=str(y), value=v) for y, v in projection.observe]
    projected = [
        m.PointSerie(
            periode=str(point.annee),
            value=point.central,
            lower=point.bas,
            upper=point.haut,
            projection=True,
        )
        for point in projection.points[1:]
    ]
    return m.SerieTemporelle(
        titre="Médecins de France, toutes spécialités : effectifs et projection",
        sous_titre="Médecins en activité au 1er janvier",
        source=projection.source,
        note="Projection, non prévision. " + " ".join(projection.hypotheses),
        lignes=(m.Ligne(label="France", points=(*known, *projected), accent=True),),
        unite="médecins",
        decimales=0,
    )


def figure_typologie(
    donnees: TypologieTerritoires, accent: tuple[str, tuple[m.Anneau, ...]] | None = None
) -> m.CarteTypologie:
    """Return the map of the classes; left-out areas keep the word of their status."""
    classed = {aire: c.rang - 1 for c in donnees.classes for aire in c.aires}
    statuses = dict.fromkeys(donnees.trop_petites, "non_fiable")
    statuses |= dict.fromkeys(donnees.incompletes, "manquant")
    codes = [*classed, *statuses]
    rings = api.anneaux(donnees.niveau, [code.partition(":")[2] for code in codes])
    places = _NOMS[donnees.niveau]
    return m.CarteTypologie(
        titre=f"Typologie des {places} : {donnees.nom}",
        sous_titre="Population et conditions de vie",
        source="Insee, Comparateur de territoires, Filosofi, RP ; Ancrage",
        note=(
            f"Analyse en composantes principales, classification de Ward, consolidation. "
            f"Stabilité : indice de Rand ajusté {nombre(donnees.stabilite, 2)} en moyenne sur "
            f"{donnees.bootstraps} rééchantillonnages (1 : mêmes classes ; 0 : au hasard)."
        ),
        zones=tuple(
            m.ZoneClassee(
                code=code.partition(":")[2],
                label=api.libelle_aire(code),
                classe=classed.get(code),
                status="valeur" if code in classed else statuses[code],
                anneaux=rings.get(code.partition(":")[2], ()),
            )
            for code in codes
        ),
        classes=tuple(texte(c.nom) for c in donnees.classes),
        contours=(m.Contour(label=accent[0], anneaux=accent[1], accent=True),) if accent else (),
        nom_zones=places,
    )


def _short(niveau: str) -> str:
    return {"departement": "Département", "region": "Région", "france": "France"}[niveau]
