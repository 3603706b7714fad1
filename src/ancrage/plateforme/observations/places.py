"""Where a value stands among those of comparable territories: a strip of dots, never a rank."""

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Indicateur, Territoire, Valeur
from ancrage.plateforme.observations.semblables import etendues_of
from ancrage.publication.figures import modeles as m
from ancrage.publication.typographie import details

COMPARABLES_MIN = 5  # fewer dots would show no distribution


def strip_of(
    territoire: Territoire, valeur: Valeur, item: Indicateur, nom: str, source: str
) -> m.Distribution | None:
    """Return the strip of a value, or None where it has no place or too few comparable areas."""
    if valeur.value is None or valeur.position is None or valeur.periode is None:
        return None
    ensemble, values, masked = profils.distribution_of(
        territoire, valeur.code, valeur.periode, valeur.sexe
    )
    if len(values) < COMPARABLES_MIN:
        return None
    spread = etendues_of(territoire, [valeur.code]).get((valeur.code, valeur.periode, valeur.sexe))
    return m.Distribution(
        titre="Place parmi les territoires comparables",
        sous_titre=details(item.unite, valeur.periode, ensemble),
        source=source,
        label=nom,
        value=valeur.value,
        lower=valeur.lower,
        upper=valeur.upper,
        status=valeur.status,
        valeurs=tuple(values),
        ensemble=ensemble,
        quintile=valeur.position.quintile,
        unite=item.unite,
        decimales=item.decimales,
        masquees=masked,
        reperes=(m.Repere(label="Médiane des semblables", value=spread.mediane),) if spread else (),
    )
