"""The analyses as rows of printed French, the same on screen and in a document.

What changed is in `tableaux_evolution.py`.
"""

from collections.abc import Sequence

from ancrage.observatoire.api import (
    Comparatif,
    DemographieMedicale,
    GradientSocial,
    LigneComparatif,
    TypologieTerritoires,
    find_indicateur,
    libelle_aire,
)
from ancrage.publication.figures.tableaux import LETTRES
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    decimales_utiles,
    enumeration,
    intervalle,
    mesure,
    mot_retenu,
    mot_verdict,
    nombre,
    nombre_signe,
    periode,
    texte,
    unite,
)

Rangees = tuple[list[str], list[list[str]]]
CINQUIEMES = ("le plus bas", "deuxième", "du milieu", "quatrième", "le plus haut")


def rows_comparatif(comparatif: Comparatif) -> Rangees:
    """Return the value, the reference and the verdict; for peers, their spread and the place."""
    headers = ["Indicateur", "Période", "Territoire", "Référence", "Verdict"]
    peers = bool(comparatif.pairs)
    if peers:
        headers += ["Trois cinquièmes du milieu", "Cinquième"]
    return headers, [_compared_row(line, peers) for line in comparatif.lignes if not line.choisie]


def _compared_row(line: LigneComparatif, peers: bool) -> list[str]:
    valeur, comparaison = line.valeur, line.comparaison
    unit = "%" if line.unite.strip() == "%" else ""
    own = mesure(
        valeur.value or 0.0, unit, decimales_utiles(valeur.lower, valeur.upper, line.decimales)
    )
    name = line.libelle if valeur.sexe == "ensemble" else f"{line.libelle} ({valeur.sexe})"
    reference = mesure(comparaison.value or 0.0, unit, line.decimales)
    if comparaison.reference == "departement":
        reference += f" ({comparaison.libelle})"
    verdict = comparaison.motif or ""
    if comparaison.verdict:
        mark = mot_retenu(comparaison.verdict, comparaison.retenu_fdr)
        verdict = ", ".join(filter(None, (mot_verdict(comparaison.verdict), mark)))
    cells = [texte(name), periode(valeur.periode or ""), own, reference, texte(verdict)]
    if peers:
        around = line.dispersion
        cells.append(
            f"{nombre(around.bas, line.decimales)} à {nombre(around.haut, line.decimales)}"
            if around
            else "–"
        )
        cells.append(CINQUIEMES[line.position.quintile - 1] if line.position else "–")
    return cells


def rows_pairs(comparatif: Comparatif) -> Rangees:
    """Return the peers with what makes them near, and where each differs most."""
    headers = ["Territoire semblable", "Population", "Proche par", "Diffère le plus par"]
    rows = []
    for pair in comparatif.pairs:
        near = " ; ".join(
            f"{r.libelle} {_number(r.pair, r.unite, r.decimales)}" for r in pair.raisons
        )
        far = pair.difference
        rows.append(
            [
                texte(pair.libelle),
                nombre(pair.population),
                texte(near),
                texte(
                    f"{far.libelle} {_number(far.pair, far.unite, far.decimales)}, contre "
                    f"{_number(far.territoire, far.unite, far.decimales)}"
                ),
            ]
        )
    return headers, rows


def _number(value: float, unit: str, decimales: int) -> str:
    if unit.strip() == "%":
        return mesure(value, "%", decimales)
    if unit.strip() == "rapport":
        return nombre(value, decimales)
    return f"{nombre(value, decimales)}{INSECABLE}{unite(unit)}".strip()


def sentence_pairs(comparatif: Comparatif) -> str:
    """Return how the peers were found."""
    level = {"epci": "EPCI", "commune": "communes", "departement": "départements"}
    scope = {"france": "", "region": " de la région"}[comparatif.parmi]
    names = enumeration([_lower(label) for _, label, _ in comparatif.variables])
    said = (
        f"{len(comparatif.pairs)} territoires les plus proches parmi {nombre(comparatif.candidats)}"
        f" {level[comparatif.niveau_pairs]}{scope} dont toutes ces valeurs sont connues : {names}."
    )
    absent = [_lower(find_indicateur(c).libelle) for c in comparatif.variables_absentes]
    if absent:
        said += f" Non connues pour ce territoire, donc laissées de côté : {enumeration(absent)}."
    return texte(said)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def rows_typologie(typologie: TypologieTerritoires) -> Rangees:
    """Return one row per class: letter, name, number of areas, population, typical area."""
    headers = ["Classe", "Description", "Territoires", "Population", "Territoire typique"]
    return headers, [
        [
            LETTRES[c.rang - 1],
            texte(c.nom),
            nombre(len(c.aires)),
            nombre(c.population),
            texte(libelle_aire(c.parangon)),
        ]
        for c in typologie.classes
    ]


def rows_traits(typologie: TypologieTerritoires) -> Rangees:
    """Return, for each class, its mean of every variable and the v-test."""
    first = typologie.classes[0].traits
    order = sorted(first, key=lambda t: [v[0] for v in typologie.variables].index(t.code))
    headers = ["Variable", "Ensemble"] + [
        f"Classe {LETTRES[c.rang - 1]} (v)" for c in typologie.classes
    ]
    rows = []
    for reference in order:
        cells = [
            texte(f"{reference.libelle} ({unite(reference.unite)})"),
            nombre(reference.ensemble, reference.decimales),
        ]
        for each in typologie.classes:
            trait = next(t for t in each.traits if t.code == reference.code)
            cells.append(
                f"{nombre(trait.moyenne, trait.decimales)} ({nombre_signe(trait.v_test, 1)})"
            )
        rows.append(cells)
    return headers, rows


def rows_demographie(demographie: DemographieMedicale) -> Rangees:
    """Return counts at both ends and the change, by profession and area."""
    years = demographie.professions[0].aires[0].annees
    headers = ["Profession", "Territoire", str(years[0]), str(years[-1]), "Évolution", "Base 100"]
    rows = []
    for serie in demographie.professions:
        for aire in serie.aires:
            change = aire.evolution
            rows.append(
                [
                    texte(serie.libelle),
                    texte(aire.libelle),
                    nombre(aire.effectifs[0]),
                    nombre(aire.effectifs[-1]),
                    "rupture" if change is None else f"{nombre_signe(change, 1)}{FINE}%",
                    nombre(aire.base_100[-1], 1),
                ]
            )
    return headers, rows


def rows_gradient(gradient: GradientSocial) -> Rangees:
    """Return each fifth with its counts, value and interval."""
    headers = [
        "Cinquième",
        "Communes",
        "Population",
        unite(gradient.unite) or "Valeur",
        "IC à 95 %",
    ]
    words = {1: "1 (les moins défavorisées)", 5: "5 (les plus défavorisées)"}
    d = gradient.decimales
    return headers, [
        [
            words.get(g.rang, str(g.rang)),
            nombre(g.communes),
            nombre(g.population),
            nombre(g.value, d),
            intervalle(g.lower, g.upper, d),
        ]
        for g in gradient.groupes
    ]


def rows_indices(gradient: GradientSocial) -> Rangees:
    """Return the indices of inequality with their limits and neutral value."""
    headers = ["Indice", "Valeur", "IC à 95 %", "Sans inégalité"]
    rows = []
    for item in gradient.mesures:
        limits = "–"
        if item.lower is not None and item.upper is not None:
            limits = intervalle(item.lower, item.upper, 2)
        value = "sans objet" if item.value is None else nombre(item.value, 2)
        rows.append([texte(item.libelle), value, limits, nombre(item.neutre)])
    return headers, rows


def plain(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the cells with ordinary spaces, for a file read by a machine."""
    return [[cell.replace(FINE, " ").replace(INSECABLE, " ") for cell in row] for row in rows]


def stability(typologie: TypologieTerritoires) -> str:
    """Return how far the classes may be trusted, and which areas were left out."""
    said = (
        f"{typologie.axes} axes portent {nombre(100 * typologie.variance_axes)} % de la variance ; "
        f"les classes portent {nombre(100 * typologie.inertie_entre)} % de l’inertie. Stabilité : "
        f"indice de Rand ajusté {nombre(typologie.stabilite, 2)} en moyenne sur "
        f"{typologie.bootstraps} rééchantillonnages (graine {typologie.graine})."
    )
    if typologie.trop_petites:
        said += f" Écartés, population trop faible : {nombre(len(typologie.trop_petites))}."
    if typologie.incompletes:
        said += f" Écartés, variable absente ou masquée : {nombre(len(typologie.incompletes))}."
    return texte(said)


def read_projection(demographie: DemographieMedicale) -> list[str]:
    """Return the projection in sentences, or what it waits for."""
    projection = demographie.projection
    if projection is None:
        return [
            "Projection non calculée : elle demande les effectifs par âge "
            "(DREES, médecins par âge), absents du magasin en usage."
        ]
    last = projection.points[-1]
    first = projection.points[0]
    return [
        texte(
            f"Projection, non prévision : {projection.champ}. {nombre(first.central)} en "
            f"{first.annee}, {nombre(last.central)} en {last.annee} (entre {nombre(last.bas)} et "
            f"{nombre(last.haut)} selon les hypothèses) ; 60 ans et plus : "
            f"{nombre(first.part_60)} % puis {nombre(last.part_60)} %."
        ),
        *(texte(each) for each in projection.hypotheses),
    ]
