"""French typography: numbers, percentages, periods, dates, spaces, and the words of statuses."""

from ancrage.publication.typographie.articles import de, nom_territoire
from ancrage.publication.typographie.dates import MOIS, date_longue, milieu, ordinal, periode
from ancrage.publication.typographie.mots import (
    AFFICHES,
    details,
    intervalle_affiche,
    mot_retenu,
    mot_statut,
    mot_verdict,
    valeur_affichee,
)
from ancrage.publication.typographie.nombres import (
    FINE,
    INSECABLE,
    decimales_utiles,
    intervalle,
    mesure,
    nombre,
    nombre_signe,
    petit_p,
    pourcent,
    unite,
    unite_accordee,
)
from ancrage.publication.typographie.textes import breaches, enumeration, texte

__all__ = [
    "AFFICHES",
    "FINE",
    "INSECABLE",
    "MOIS",
    "breaches",
    "date_longue",
    "de",
    "decimales_utiles",
    "details",
    "enumeration",
    "intervalle",
    "intervalle_affiche",
    "mesure",
    "milieu",
    "mot_retenu",
    "mot_statut",
    "mot_verdict",
    "nom_territoire",
    "nombre",
    "nombre_signe",
    "ordinal",
    "periode",
    "petit_p",
    "pourcent",
    "texte",
    "unite",
    "unite_accordee",
    "valeur_affichee",
]
