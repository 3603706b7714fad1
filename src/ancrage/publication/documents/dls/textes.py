"""The fixed texts of the DLS: how to read it, methods, parts that people write."""

from collections.abc import Collection

from ancrage.observatoire.api import Methode
from ancrage.publication.documents.blocs import (
    ARemplir,
    Bloc,
    Cellule,
    Encadre,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.dls.contexte import CHAPITRES
from ancrage.publication.documents.dls.numeros import A_ECRIRE, CALCULES, name_chapters
from ancrage.publication.typographie import mot_statut, mot_verdict

COORDONNATEUR = "coordonnateur ou coordonnatrice du contrat"
ORS = "observatoire régional de la santé"
ATELIER = "participants et participantes des ateliers, avec le coordonnateur ou la coordonnatrice"

VERDICTS = {
    "superieur": "L’intervalle de confiance est tout entier au-dessus de la référence.",
    "inferieur": "L’intervalle de confiance est tout entier au-dessous de la référence.",
    "non_different": (
        "L’intervalle contient la référence, et l’effectif aurait suffi à voir un écart de 20 %."
    ),
    "non_concluant": (
        "L’intervalle contient la référence, mais l’effectif est trop faible pour trancher : "
        "ce n’est pas une absence de différence."
    ),
}
STATUTS = {
    "secret_secondaire": "L’effectif en protège un autre, masqué lui aussi.",
    "secret": "L’effectif est sous le seuil de diffusion de la source, ou en protège un autre.",
    "non_fiable": "L’effectif suffit au secret, mais pas à une valeur publiable.",
    "manquant": "La valeur est attendue, le fichier ne la donne pas.",
    "non_applicable": "L’indicateur n’a pas de sens pour ce territoire.",
    "non_additif": "Une médiane ou un taux publié ne se somme pas : les membres sont montrés.",
    "emprunte": "Le chiffre est celui d’un territoire plus grand ; son niveau est écrit.",
}
METHODES = {
    Methode.EFFECTIF: "Comptage exhaustif : somme des communes, sans intervalle.",
    Methode.EFFECTIF_EVENEMENTS: (
        "Nombre d’événements : somme des communes ; intervalle exact de Poisson (Garwood)."
    ),
    Methode.PROPORTION: (
        "Part : somme des numérateurs sur somme des dénominateurs ; intervalle de Wilson."
    ),
    Methode.TAUX_BRUT: (
        "Taux brut : événements sur personnes-années ; intervalle exact de Poisson. "
        "Il ne tient pas compte de l’âge."
    ),
    Methode.DENSITE: ("Densité : unités pour un nombre d’habitants ; intervalle exact de Poisson."),
    Methode.RAPPORT: "Rapport de deux effectifs : intervalle binomial conditionnel exact.",
    Methode.QUOTIENT: "Rapport de deux stocks exhaustifs : sans intervalle.",
    Methode.EVOLUTION_ANNUELLE: "Taux annuel moyen entre deux stocks, en pourcentage par an.",
    Methode.MEDIANE_PUBLIEE: "Médiane publiée par le producteur : ne se somme jamais.",
    Methode.TAUX_PUBLIE: "Taux publié sans effectifs : ni intervalle ni verdict.",
    Methode.TAUX_STANDARDISE_PUBLIE: (
        "Taux standardisé sur l’âge, publié sans effectifs : ni intervalle ni verdict."
    ),
    Methode.ESPERANCE_VIE_PUBLIEE: "Espérance de vie publiée par le producteur.",
    Methode.INDICE_PUBLIE: "Indice publié par le producteur : ni somme, ni moyenne.",
    Methode.TAUX_STANDARDISE: (
        "Taux standardisé direct, population européenne de 2013 ; intervalle de Dobson avec "
        "les bornes exactes des effectifs."
    ),
    Methode.ICM: (
        "Indice comparatif : observés sur attendus, 100 = référence ; intervalle exact. "
        "Deux indices ne se comparent pas entre eux."
    ),
    Methode.ESPERANCE_VIE: (
        "Espérance de vie : table abrégée de Chiang, années regroupées, au moins 5 000 "
        "personnes-années par sexe ; intervalle normal, erreur de Silcocks. Verdict non concluant "
        "quand un écart d’un an ne se verrait pas."
    ),
    Methode.MODELE: "Estimation issue d’un modèle du producteur.",
    Methode.ENQUETE: "Enquête pondérée du producteur.",
}


def build_mode_emploi(exemple: str, chapitres: Collection[int]) -> Section:
    """Return chapter 0: what the document is, verdicts, intervals, words in place of figures."""
    return Section(
        "Mode d’emploi",
        1,
        (
            texte(
                "Ce document rassemble ce que les statistiques publiques disent de la santé des "
                "habitants et de ses déterminants. Il prépare la discussion : il ne la remplace "
                "pas.",
                "chapeau",
            ),
            Liste(
                (
                    _point(
                        "Ce qui est calculé",
                        f"Les chapitres {name_chapters(chapitres, CALCULES)} et les annexes sont "
                        "produits à partir de fichiers publics. Le texte automatique constate ; "
                        "il n’explique pas et se corrige.",
                    ),
                    _point(
                        "Ce qui est à écrire",
                        "Les cadres en pointillé des chapitres "
                        f"{name_chapters(chapitres, A_ECRIRE)} attendent les équipes, les "
                        "habitants et les habitantes.",
                    ),
                    *_frame(chapitres),
                    _point(
                        "Les cartes",
                        "Elles rangent les communes en classes, du plus clair (valeurs les plus "
                        "basses) au plus foncé ; les hachures et les points sont des valeurs non "
                        "montrées.",
                    ),
                    _point(
                        "D’où vient un chiffre",
                        "Chaque tableau cite sa source ; les annexes "
                        "donnent pour chaque valeur l’effectif, le fichier et son empreinte.",
                    ),
                )
            ),
            Encadre(
                "Lire un intervalle de confiance",
                "methode",
                (
                    texte(
                        "Sur un petit territoire, un chiffre varie d’une année à l’autre par le "
                        "seul hasard. L’intervalle à 95 % dit entre quelles bornes le niveau "
                        "réel se situe vraisemblablement."
                    ),
                    texte(exemple),
                    texte(
                        "Sur cent comparaisons lues ainsi, environ cinq ressortiraient par le seul "
                        "hasard : la synthèse dit combien sont attendues dans ce document. Un "
                        "écart « non retenu » dépasse ce que le hasard explique pour lui seul, "
                        "plus une fois compté le nombre de tests (règle de Benjamini et Hochberg "
                        "à 5 %)."
                    ),
                ),
            ),
            _verdicts_table(),
            _statuses_table(),
        ),
        numero="0",
        nouvelle_page=True,
    )


def _frame(chapitres: Collection[int]) -> tuple[Point, ...]:
    """Say which chapters of the document type are not here: a hole in the numbers is no error."""
    left_out = name_chapters(set(range(15)) - set(chapitres), range(15))
    if not left_out:
        return ()
    plural = "s" if len(chapitres) < 14 else ""
    said = (
        f"Le cadre commandé ne comprend pas le{plural} chapitre{plural} {left_out} du document "
        "type. Les autres gardent leur numéro, pour se retrouver d’un diagnostic à l’autre."
    )
    return (_point("Ce qui n’y est pas", said),)


def _point(head: str, text: str) -> Point:
    return Point((Morceau(f"{head}. ", gras=True), Morceau(text)))


def _verdicts_table() -> Tableau:
    return Tableau(
        cle="Verdicts",
        titre="Les quatre verdicts",
        entetes=("Verdict", "Ce qu’il veut dire"),
        lignes=tuple(
            (Cellule(mot_verdict(code), verdict=code), Cellule(words))
            for code, words in VERDICTS.items()
        ),
        alignements=("gauche", "gauche"),
        largeurs=(2.0, 6.0),
        note=(
            "La couleur dit favorable ou défavorable seulement quand le sens de l’indicateur est "
            "connu. « Sans verdict » : comptage exhaustif, valeur empruntée à un territoire plus "
            "grand, ou valeur publiée sans effectifs."
        ),
    )


def _statuses_table() -> Tableau:
    rows = [
        (Cellule(mot_statut(code), discret=True), Cellule(words))
        for code, words in STATUTS.items()
        if code != "secret_secondaire"  # the same word as `secret`
    ]
    return Tableau(
        cle="Mots à la place d'un chiffre",
        titre="Les mots que l’on trouve à la place d’un chiffre",
        entetes=("Mot", "Raison"),
        lignes=tuple(rows),
        alignements=("gauche", "gauche"),
        largeurs=(2.6, 5.4),
        note="Une valeur masquée n’est pas une valeur manquante, et aucune des deux n’est un zéro.",
    )


def build_qualitatif(chapitres: Collection[int]) -> list[Section]:
    """Return chapters 10 to 13 as the frame keeps them: what people are to write in each part."""
    sections: list[Section] = []
    for numero, titre, lead, parts in _QUALITATIF:
        if numero not in chapitres:
            continue
        sections.append(
            Section(
                titre,
                1,
                (texte(lead, "chapeau"),),
                numero=str(numero),
                nouvelle_page=True,
                souple=numero != 10,
            )
        )
        for rank, (name, expected, who) in enumerate(parts, start=1):
            read = expected.format(lus=name_chapters(chapitres, CHAPITRES))
            blocs: tuple[Bloc, ...] = (ARemplir("À compléter", read, who, place=True),)
            sections.append(Section(name, 2, blocs, numero=f"{numero}.{rank}"))
    return sections


_QUALITATIF: tuple[tuple[int, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        10,
        "Ressources de prévention",
        "Qui agit déjà, pour qui, où et avec quels moyens ? L’inventaire porte sur les trois "
        "dernières années et sur les projets en cours.",
        (
            (
                "Acteurs et dispositifs",
                "Liste des structures et des dispositifs présents : missions, publics, communes "
                "desservies, coordination existante (CPTS, CLSM, atelier santé ville).",
                COORDONNATEUR,
            ),
            (
                "Actions des trois dernières années",
                "Pour chaque action : objet, porteur, lieu, public, financement, évaluation "
                "éventuelle et ce qu’elle a montré.",
                f"{COORDONNATEUR}, avec les porteurs",
            ),
            (
                "Projets en cours",
                "Projets déjà décidés : calendrier, porteur, financement acquis ou demandé.",
                f"{COORDONNATEUR}, avec les porteurs",
            ),
        ),
    ),
    (
        11,
        "Volet qualitatif",
        "Ce que disent les habitants et les habitantes, les élus et les élues, les professionnels "
        "et les professionnelles, et ce qui rejoint ou contredit les chiffres.",
        (
            (
                "Méthode",
                "Entretiens, groupes, questionnaires : dates, lieux, grille employée, "
                "recrutement, limites.",
                ORS,
            ),
            (
                "Personnes entendues",
                "Nombre de personnes par collège. Un collège de moins de cinq personnes n’est "
                "pas cité à part.",
                ORS,
            ),
            (
                "Constats",
                "Constats par thème, chacun relié aux propos recueillis ; aucun propos ne permet "
                "de reconnaître une personne.",
                ORS,
            ),
            (
                "Convergences et divergences avec les chiffres",
                "Pour chaque constat : ce que les chapitres {lus} confirment, nuancent ou ne "
                "savent pas dire.",
                f"{ORS} et {COORDONNATEUR}",
            ),
        ),
    ),
    (
        12,
        "Atouts, faiblesses, opportunités, menaces",
        "La synthèse partagée des constats, discutée en atelier.",
        (
            ("Atouts", "Ce qui, dans le territoire, aide déjà la santé.", ATELIER),
            ("Faiblesses", "Ce qui, dans le territoire, la freine.", ATELIER),
            ("Opportunités", "Ce qui, autour du territoire, peut aider.", ATELIER),
            ("Menaces", "Ce qui, autour du territoire, peut nuire.", ATELIER),
        ),
    ),
    (
        13,
        "Des besoins aux enjeux et aux pistes",
        "Le tableau qui croise les chiffres, les paroles et les ressources.",
        (
            (
                "Besoins",
                "Chaque besoin avec les chiffres, les constats qualitatifs et les ressources qui "
                "le fondent ; les publics et les communes concernés.",
                f"{COORDONNATEUR} et comité technique",
            ),
            (
                "Enjeux proposés",
                "Trois à cinq enjeux, par ordre de discussion et non de gravité, soumis au comité "
                "de pilotage.",
                "comité technique",
            ),
            (
                "Pistes d’action",
                "Pour chaque enjeu : ce qui existe et se renforce, ce qui manque, ce qui pourrait "
                "s’essayer.",
                ATELIER,
            ),
        ),
    ),
)
