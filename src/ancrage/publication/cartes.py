"""Write the map of an indicateur on a territory."""

from pathlib import Path

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, DonneesCarte, Erreur, Indicateur
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.fichiers import check_suffix
from ancrage.publication.figures import modeles as m
from ancrage.publication.figures.ecriture import IMAGES, write_figure
from ancrage.publication.typographie import details

_NIVEAUX = {"commune": "commune", "epci": "EPCI"}
_NOMS = _NIVEAUX | {"departement": "département"}


def write_carte(
    indicateur: str,
    territoire: str,
    sortie: Path,
    *,
    niveau: str = "commune",
    periode: str | None = None,
) -> None:
    """Write the map of an indicateur as SVG, PNG or a page with its data table."""
    check_suffix(sortie, IMAGES)
    if niveau not in _NIVEAUX:
        raise Erreur(
            "niveau_inconnu",
            f"Il n'y a pas de carte par « {niveau} ».",
            attendu=" ou ".join(_NIVEAUX),
            sortie=CodeSortie.USAGE,
        )
    item = api.find_indicateur(indicateur)
    if item.method in COMPTES:
        raise Erreur(
            "carte_effectif",
            f"« {item.libelle} » est un effectif : une carte en aplats le montrerait plus grand là "
            "où la commune est étendue.",
            attendu="un taux, une part, une densité ou une médiane",
            remede="par exemple D03 (densité de population) ou O13 (pharmacies pour 10 000 hab.)",
            sortie=CodeSortie.USAGE,
        )
    donnees = api.carte(territoire, indicateur, niveau=niveau, periode=periode, usage="interne")
    if donnees is None:
        raise Erreur(
            "carte_sans_donnee",
            f"« {item.libelle} » n'a pas de valeur par {_NIVEAUX[niveau]} sur ce territoire.",
            attendu=item.attente.fichier if item.attente else None,
            remede="choisissez un autre niveau, ou chargez le fichier attendu",
            sortie=CodeSortie.ATTENTE,
        )
    write_figure(build_carte(donnees, item), sortie)


def build_carte(donnees: DonneesCarte, item: Indicateur) -> m.Carte:
    """Return the map of an indicateur; an area without outline is left out."""
    return m.Carte(
        titre=item.libelle,
        sous_titre=details(
            item.unite, donnees.periode, f"par {_NOMS.get(donnees.niveau, donnees.niveau)}"
        ),
        source=donnees.source,
        zones=tuple(
            m.Zone(
                code=bare_code(zone.code),
                label=zone.libelle,
                value=zone.value,
                status=zone.status,
                anneaux=zone.anneaux,
            )
            for zone in donnees.zones
            if zone.anneaux
        ),
        contours=tuple(m.Contour(label=label, anneaux=rings) for label, rings in donnees.contours),
        unite=item.unite,
        decimales=item.decimales,
        nom_zones={"commune": "communes", "epci": "EPCI", "departement": "départements"}.get(
            donnees.niveau, "territoires"
        ),
    )


def bare_code(aire: str) -> str:
    """Return "00001" for "commune:00001"."""
    return aire.rpartition(":")[2]
