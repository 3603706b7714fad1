"""The words of a change: why two editions are not comparable, verdict, what became of a need."""

MOTIFS = {
    "perimetre": "périmètre différent",
    "definition": "définition différente",
    "standard": "population de référence différente",
    "source": "source différente",
    "chevauchement": "périodes qui se chevauchent",
    "rupture": "rupture de série",
    "non_fiable": "effectif trop faible",
    "secret": "secret statistique",
    "niveau": "valeur d’un autre territoire",
    "sans_effectif": "publié sans effectifs",
}
VERDICTS_EVOLUTION = {
    "amelioration_propre": "amélioration propre au territoire",
    "suit_la_region": "amélioration suivant la tendance régionale",
    "tient_mieux": "tient mieux que la région",
    "stable": "stable",
    "non_concluant": "non concluant",
    "decroche": "décroche de la région",
    "degradation_partagee": "dégradation partagée",
    "degradation_moindre": "se dégrade moins que la région",
}
BESOINS = {
    "resolu": "résolu",
    "en_reduction": "en réduction",
    "persistant": "persistant",
    "aggrave": "aggravé",
    "emergent": "émergent",
}
