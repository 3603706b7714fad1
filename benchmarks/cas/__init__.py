"""The cases, by name, in the order of a run: each takes a `Reglage` and gives its results."""

from collections.abc import Callable

from benchmarks.cas import (
    chiffres_cles,
    comptage,
    dls,
    import_plan,
    magasin,
    passe_vectorielle,
    profil,
    recherche,
    secret,
    standardisation,
    weasyprint_pair,
)
from benchmarks.mesures import Reglage, Resultat

Cas = Callable[[Reglage], list[Resultat]]
CAS: dict[str, Cas] = {
    "magasin": magasin.measure,
    "profil": profil.measure,
    "passe_vectorielle": passe_vectorielle.measure,
    "dls": dls.measure,
    "chiffres_cles": chiffres_cles.measure,
    "recherche": recherche.measure,
    "import_plan": import_plan.measure,
    "weasyprint": weasyprint_pair.measure,
    "comptage": comptage.measure,
    "standardisation": standardisation.measure,
    "secret": secret.measure,
}
