"""CépiDc (Inserm): standardised mortality rates published by département, without the counts."""

import polars as pl

from ancrage.observatoire.sources.format_long import finish_long, map_labels
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree

INDICATEUR = "Taux standardisé de mortalité par âge et sexe pour 100 000 habitants"
SEXES = {"Tous sexes": "ensemble", "Hommes": "hommes", "Femmes": "femmes"}
CAUSES = {
    "Toutes causes": "taux_toutes_causes",
    "1. Maladies infectieuses et parasitaires": "taux_infectieuses",
    "2. Tumeurs": "taux_tumeurs",
    "3. Maladies du sang et des organes hématopoïétiques et certains troubles du système "
    "immunitaire": "taux_sang",
    "4. Maladies endocriniennes, nutritionnelles et métaboliques": "taux_endocriniennes",
    "5. Troubles mentaux et du comportement": "taux_troubles_mentaux",
    "6. Maladies du système nerveux et des organes des sens": "taux_systeme_nerveux",
    "7. Maladies de l’appareil circulatoire": "taux_circulatoire",
    "8. Maladies de l’appareil respiratoire": "taux_respiratoire",
    "9. Maladies de l’appareil digestif": "taux_digestif",
    "10. Maladies de la peau et du tissu cellulaire sous-cutané": "taux_peau",
    "11. Maladies du système ostéo-articulaire, des muscles et du tissu conjonctif": (
        "taux_osteo_articulaire"
    ),
    "12. Maladies de l’appareil génito-urinaire": "taux_genito_urinaire",
    "13. Complications de grossesse, accouchement et puerpéralité": "taux_grossesse",
    "14. Certaines affections dont l’origine se situe dans la période périnatale": (
        "taux_perinatales"
    ),
    "15. Malformations congénitales et anomalies chromosomiques": "taux_malformations",
    "16. Symptômes et états morbides mal définis": "taux_mal_definies",
    "17. Causes externes de morbidité et mortalité": "taux_causes_externes",
    "18. Covid-19 : U071-U072,U109,U129": "taux_covid",
}


def read_taux(entree: Entree) -> pl.DataFrame:
    """Return the rates by département, year, sex and chapter of causes."""
    columns = ["annee", "departement", "sexe", "cause", "indicateur", "valeur"]
    table = read_csv(entree, columns, separator=",")
    # Only the standardised rate: a crude rate in the same column would be compared wrongly.
    table = map_labels(table, "indicateur", {INDICATEUR: "oui"}, entree, into="standardise")
    table = map_labels(table, "cause", CAUSES, entree, into="mesure")
    table = map_labels(table.rename({"sexe": "sexe_lu"}), "sexe_lu", SEXES, entree, into="sexe")
    table = table.rename({"departement": "code", "annee": "periode"}).with_columns(
        niveau=pl.lit("departement")
    )
    return finish_long(table, entree, "valeur")
