"""The workbooks of a peer: each comes in whole, or says row by row what it could not take.

The figures are counted by eye in the files: actions, sub-actions, cells that are no data.
"""

from datetime import date
from pathlib import Path

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import read_feuilles
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.imports import Rapport, import_plan, try_import
from tests.plateforme.programmes.classeurs import deposited

pytestmark = pytest.mark.donnees_officielles


@pytest.fixture
def dossier(donnees_officielles: Path) -> Path:
    folder = donnees_officielles / "plans"
    if not folder.is_dir():
        pytest.skip("no workbooks of plans here")
    return folder


def tried(atelier, path: Path) -> Rapport:
    return try_import(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, nom=path.name,
        contenu=path.read_bytes(),
    )  # fmt: skip


def errors(rapport: Rapport) -> list[tuple[int, str, str]]:
    """Return what was not taken, but for the names of people, which never are."""
    return [
        (one.ligne, one.colonne, one.valeur)
        for one in rapport.ecarts
        if one.niveau == "erreur" and "jamais une personne" not in one.message
    ]


# name: (actions, axes, objectives, what was not taken)
ATTENDUS = {
    "complex_plan.xlsx": (29, 5, 17, []),
    "nouveau-plan-valide.xlsx": (
        7, 4, 6, [(4, "Date de début", "12/14/20"), (4, "Date de fin", "12/14/28")],
    ),
    "one_fiche_plan.xlsx": (1, 1, 2, []),
    "plan_budget_issue.xlsx": (
        6, 4, 5, [(4, "Budget prévisionnel total € HT", "Entre 200 et 500")],
    ),
    "plan_column_order_issue.xlsx": (1, 1, 1, []),
    "plan_sans_axes.xlsx": (46, 0, 0, []),
    "plan_with_duplicate_actions.xlsx": (1, 1, 0, [(5, "", "Action dupliquée")]),
    "plan_with_fiche_with_and_without_axe.xlsx": (46, 1, 1, []),
    "plan_with_sous_actions.xlsx": (4, 2, 1, []),
    "plan_with_sous_actions_valid.xlsx": (4, 2, 1, []),
}  # fmt: skip


def test_every_workbook_of_the_folder_has_its_test(dossier):
    names = {path.name for path in dossier.iterdir() if path.suffix in (".xlsx", ".ods")}
    assert names == {*ATTENDUS, "modele-import-pa.xlsx", "modele-import-pa.ods"}


def test_each_workbook_comes_in_or_says_what_it_could_not_take(atelier, dossier):
    for name, (actions, axes, objectifs, left) in ATTENDUS.items():
        rapport = tried(atelier, dossier / name)
        found = (len(rapport.creees), len(rapport.trame["axes"]), len(rapport.trame["objectifs"]))
        assert found == (actions, axes, objectifs), name
        assert errors(rapport) == left, name


def test_the_empty_template_has_nothing_to_import_and_says_so(atelier, dossier):
    path = dossier / "modele-import-pa.xlsx"
    assert tried(atelier, path).is_empty
    with pytest.raises(ActeRefuse, match="aucune action"):
        import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                    fichier=deposited(path.read_bytes(), path.name))  # fmt: skip
    assert tried(atelier, dossier / "modele-import-pa.ods").is_empty


def test_the_template_of_libreoffice_reads_as_that_of_excel(dossier):
    """Same sheets, same lists, same columns but for their wording, cell for cell below."""
    read = {
        suffix: read_feuilles(path.name, path.read_bytes())
        for suffix in ("ods", "xlsx")
        for path in [dossier / f"modele-import-pa.{suffix}"]
    }
    guide, plan, listes = read["ods"]
    assert [one.nom.replace("_", " ") for one in read["ods"]] == [one.nom for one in read["xlsx"]]
    assert listes.lignes == read["xlsx"][2].lignes
    assert [len(line) for line in plan.lignes] == [len(line) for line in read["xlsx"][1].lignes]
    assert guide.lignes[0][0].startswith("Importer un plan d'action")


def test_columns_in_another_order_keep_their_meaning(atelier, dossier):
    """There the sub-sub-axis comes before the sub-axis, and only the latter is filled."""
    path = dossier / "plan_column_order_issue.xlsx"
    import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                fichier=deposited(path.read_bytes(), path.name))  # fmt: skip
    fiche = read_fiche(FicheAction.objects.of(atelier.contrat).with_parts().get())
    assert fiche.chemin[0].startswith("Axe 1. COORDINATION")
    assert fiche.chemin[1].startswith("Objectif stratégique 1.")
    assert fiche.statut == "a_lancer"


def test_three_funders_and_their_amounts_stay_together(atelier, dossier):
    path = dossier / "one_fiche_plan.xlsx"
    import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                fichier=deposited(path.read_bytes(), path.name))  # fmt: skip
    fiche = read_fiche(FicheAction.objects.of(atelier.contrat).with_parts().get())
    assert [(one.financeur, one.centimes) for one in fiche.financements] == [
        ("John Doe", 100_000), ("Bernard", 2_500_000), ("François", 66_600),
    ]  # fmt: skip
    assert (fiche.debut, fiche.fin) == (date(2025, 12, 1), date(2030, 9, 1))
    assert fiche.participation == "coconstruction"
