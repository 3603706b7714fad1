"""What is refused at the door, with its place, and leaves nothing behind."""

from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from tests.observatoire.moteur.depots.extrait import (
    EXTRAIT,
    Edit,
    deposit,
    refused,
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('numero_convention = "FICTIVE-0000"', 'numero_convention = " "', "convention_absente"),
        ("expire_le = 2099-12-31", "expire_le = 2020-12-31", "convention_expiree"),
    ],
)
def test_deposit_without_a_valid_agreement_is_a_refusal(
    edit: Edit, old: str, new: str, code: str
) -> None:
    error = refused(edit("depot.toml", old, new))
    assert (error.code, error.sortie) == (code, CodeSortie.REFUS)


@pytest.mark.parametrize("total", ["[totaux]\neffectif = ", "hommes = ", '"2014" = '])
def test_control_total_must_be_found_again_exactly(edit: Edit, total: str) -> None:
    error = refused(edit("depot.toml", f"\n{total}", f"\n{total}1"))
    assert error.code == "total_different"


@pytest.mark.parametrize(
    ("old", "new", "code", "ligne", "colonne"),
    [
        ("00001;2013;1;0-4", "00001;2012;1;0-4", "periode_inconnu", 2, "ANNEE"),
        ("00001;2013;1;5-9", "00001;2013;3;5-9", "sexe_inconnu", 3, "SEXE"),
        ("00001;2013;1;5-9", "00001;2013;1;5-8", "age_inconnu", 3, "CLAGE"),
        ("00001;2013;1;5-9", "1;2013;1;5-9", "communes_inconnues", 3, "COM"),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;-1", "effectif_invalide", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;0,5", "effectif_invalide", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;x", "nombre_illisible", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;", "effectif_absent", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;0-4;AUCUNE;0", "ligne_en_double", 3, None),
        ("COM;ANNEE", "COM;AN", "entete_inattendue", 1, "ANNEE"),
    ],
)
def test_wrong_row_is_refused_with_its_place(
    edit: Edit, old: str, new: str, code: str, ligne: int, colonne: str | None
) -> None:
    error = refused(edit(EXTRAIT, old, new))
    assert (error.code, error.ligne) == (code, ligne)
    assert error.fichier == EXTRAIT
    assert colonne is None or error.colonne == colonne


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('population = "POP"\n', "", "population_absente"),
        ('causes = ["C00-C97"]', 'causes = ["B00-B99"]', "cause_absente"),
        ("age_max = 65", "age_max = 67", "age_coupe"),
        ('code = "M11"', 'code = "Z99"', "indicateur_inconnu"),
        ('code = "M11"', 'code = "S05"', "methode_impossible"),
        ('"2015", ', "", "catalogue_invalide"),
    ],
)
def test_description_that_cannot_be_followed_is_refused(
    edit: Edit, old: str, new: str, code: str
) -> None:
    assert refused(edit("depot.toml", old, new)).code == code


def test_code_is_deposited_once(files: Path) -> None:
    deposit(files)
    with pytest.raises(Erreur) as caught:
        deposit(files)
    assert caught.value.code == "depot_existant"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('encodage = "utf-8"', 'encodage = "klingon"', "encodage_inconnu"),
        ('famille = "cepidc"', 'famille = "snds"', "catalogue_invalide"),  # its threshold is 5
    ],
)
def test_a_description_out_of_the_rules_is_refused(
    files: Path, old: str, new: str, code: str
) -> None:
    path = files / "depot.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Erreur) as caught:
        api.add_depot(files / EXTRAIT, path)
    assert caught.value.code == code
