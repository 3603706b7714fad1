"""The table of a plan: pasted or in a file, every wrong line told, never half taken."""

import io

import pytest
import xlsxwriter

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.parametres import PARAMETRES
from ancrage.plateforme.doctrine.parametres_dits import LIBELLES, say_parametres
from ancrage.plateforme.doctrine.tables_plans import ADMIS, read_table, text_of_rows
from ancrage.plateforme.fichiers.tableau import rows_of_file, rows_of_text

BON = "code;libellé;parent\n1;Soins;\n1.1;Coordonner ; 1\n\n2;Santé mentale"


def codes(text):
    return [(one.code, one.parent) for one in read_table(rows_of_text(text)).objectifs]


def test_a_table_is_read_with_or_without_its_heads_whatever_separates_it():
    wanted = [("1", ""), ("1.1", "1"), ("2", "")]
    assert codes(BON) == wanted
    assert codes(BON.replace(";", "\t")) == wanted
    assert codes(BON.partition("\n")[2]) == wanted


def test_a_parent_may_stand_below_what_it_contains():
    assert codes("1.1;Coordonner;1\n1;Soins;") == [("1", ""), ("1.1", "1")]


def test_every_wrong_line_is_told_with_its_reason():
    table = read_table(
        rows_of_text("1;Soins;\n;Sans code;\n3;;\n1;Encore;\n4;Perdu;9\n5;Boucle;6\n6;Boucle;5")
    )
    said = {one.ligne: one.message for one in table.ecarts}
    assert list(said) == [2, 3, 4, 5, 6, 7]
    for line, words in ((2, "code"), (3, "libellé"), (4, "déjà pris"), (5, "« 9 »"), (6, "lui-m")):
        assert words in said[line]


def test_what_is_shown_again_is_read_the_same():
    rows = rows_of_text('1;"Soins ; et droits";\n1.1;Dire « oui »;1')
    assert rows_of_text(text_of_rows(rows)) == rows
    assert read_table(rows).objectifs[0].libelle == "Soins ; et droits"


def test_a_workbook_gives_the_same_table():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows_of_text(BON)):
            sheet.write_row(line, 0, row)
    found = read_table(rows_of_file("plan.xlsx", out.getvalue(), ADMIS)).objectifs
    assert [(one.code, one.parent) for one in found] == codes(BON)


def test_a_table_out_of_measure_is_refused():
    with pytest.raises(ActeRefuse, match="au plus 2000"):
        read_table([[str(rank), "x", ""] for rank in range(2_001)])


@pytest.mark.parametrize("code", PARAMETRES)
def test_every_parameter_has_its_french_name(code):
    assert list(LIBELLES.get(code, {})) == list(PARAMETRES[code].model_fields)


def test_parameters_are_said_in_words():
    assert say_parametres("R18", {"permis": [["soins_autres", "prevention"]]}) == [
        ("Transferts permis entre secteurs du budget", "de soins et autres vers prévention")
    ]
    assert say_parametres("R15", {"mission": None, "montant_centimes": 1_250_050}) == [
        ("Mission du FIR qui paie le poste", "non fixé"),
        ("Montant annuel du poste, en euros", "12500,50"),
    ]
