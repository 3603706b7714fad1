"""The quartiers prioritaires of the territory: a table of names, how many people live there."""

from collections.abc import Sequence

from ancrage.publication.documents.blocs import ARemplir, Bloc, Cellule, Tableau, texte
from ancrage.publication.documents.dls.contexte import Contexte, QuartierDecrit
from ancrage.publication.documents.dls.textes import COORDONNATEUR
from ancrage.publication.typographie import INSECABLE, enumeration, mot_statut, nombre, periode

POPULATION_QPV = "S19"
SOURCE = "Quartiers de la politique de la ville – démographie, Licence Ouverte 2.0"
IMPRIMES = 60  # those of a région; beyond, the spreadsheet holds them


def build_quartiers(contexte: Contexte) -> tuple[Bloc, ...]:
    """Return the quarters by name, and the room for those that local actors follow."""
    quarters = contexte.options.quartiers
    watch = ARemplir(
        "Quartiers en veille active",
        "Quartiers suivis au titre du contrat de ville, hors géographie prioritaire.",
        COORDONNATEUR,
    )
    if not quarters:
        return (texte(_quarter_population(contexte)), watch)
    table = _quarters_table(contexte, quarters)
    said = _quarter_population(contexte)
    if not table.imprime:
        said += (
            f" Leur liste est dans le classeur joint (feuille «{INSECABLE}{table.cle}{INSECABLE}»)."
        )
    return (texte(said), table, watch)


def _quarter_population(contexte: Contexte) -> str:
    """Say how many live in priority neighbourhoods; none known is not none."""
    found = contexte.profil.latest(POPULATION_QPV)
    if found is None or not found.shown or found.value is None:
        return "La population en quartier prioritaire n’est pas connue pour ce périmètre."
    if found.value == 0:
        return "Aucune commune du périmètre n’a de quartier prioritaire dans les fichiers fournis."
    return (
        f"{nombre(found.value)} personnes vivent en quartier prioritaire "
        f"({periode(found.periode or '')}, {POPULATION_QPV})."
    )


def _quarters_table(contexte: Contexte, quarters: Sequence[QuartierDecrit]) -> Tableau:
    """Name the quarters; one astride is counted whole, and the note says so."""
    editions = sorted({q.edition for q in quarters if q.edition})
    head = f"Habitants (édition {enumeration(editions)})" if editions else "Habitants"
    series = contexte.indicateurs[POPULATION_QPV].series
    notes = [serie.reserve for serie in series if "qpv" in serie.niveaux and serie.reserve]
    return Tableau(
        cle="Quartiers prioritaires",
        titre="Quartiers prioritaires de la politique de la ville, périmètre de 2015",
        entetes=("Code", "Quartier", "Communes", head),
        lignes=tuple(
            (Cellule(q.code), Cellule(q.libelle), Cellule(q.commune), _inhabitants(q))
            for q in quarters
        ),
        alignements=("gauche", "gauche", "gauche", "droite"),
        largeurs=(1.2, 3.2, 2.8, 2.2),
        note=" ".join([*notes, "Les habitants d’un quartier à cheval sont comptés en entier."]),
        source=f"Source{INSECABLE}: Insee, {SOURCE}.",
        imprime=len(quarters) <= IMPRIMES,
    )


def _inhabitants(quarter: QuartierDecrit) -> Cellule:
    if quarter.population is None:
        return Cellule(mot_statut("manquant"), discret=True)
    return Cellule(nombre(quarter.population), quarter.population, 0)
