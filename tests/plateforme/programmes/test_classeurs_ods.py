"""A workbook of LibreOffice reads as one of Excel: dates, merged cells, several sheets; or is
refused in French when it is trapped."""

import io
import zipfile

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import read_feuilles
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.imports import import_plan, try_import
from tests.plateforme.programmes.classeurs import deposited, repacked

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NOMS = ["office", "table", "text", "calcext", "xlink"]
ESPACES = " ".join(f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"' for nom in NOMS)
VIDE = '<table:table-cell table:number-columns-repeated="16380"/>'
FIN = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def texte(mots: str, **attributs: str) -> str:
    more = "".join(f' table:{nom.replace("_", "-")}="{value}"' for nom, value in attributs.items())
    lines = "".join(f"<text:p>{one}</text:p>" for one in mots.split("\n"))
    return f'<table:table-cell office:value-type="string"{more}>{lines}</table:table-cell>'


def jour(iso: str, affiche: str) -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{iso}">'
        f"<text:p>{affiche}</text:p></table:table-cell>"
    )


def nombre(value: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def couverte(times: int) -> str:
    return f'<table:covered-table-cell table:number-columns-repeated="{times}"/>'


def ligne(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}{VIDE}</table:table-row>"


def ods(mimetype: str = MIMETYPE, extra: tuple[str, ...] = (), **feuilles: str) -> bytes:
    """Return a workbook of these sheets, each dressed down to its last row as LibreOffice does."""
    sheets = "".join(
        f'<table:table table:name="{nom}">{rows}{FIN}</table:table>'
        for nom, rows in feuilles.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ESPACES}>'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            'opendocument:xmlns:manifest:1.0"/>',
        )
        for name in extra:
            archive.writestr(name, "x")
    return out.getvalue()


ENTETE = ligne(*(texte(one) for one in (
    "Axe", "Titre de la fiche action", "Descriptif", "Date de début", "Montant financeur 1",
)))  # fmt: skip
PLAN = (
    ligne(texte("Plan d’essai", number_columns_spanned="5"), couverte(4))
    + ENTETE
    + ligne(texte("Accès aux soins", number_rows_spanned="2"), texte("Bus santé"),
            texte("Première ligne\nSeconde ligne"), jour("2024-09-01", "01/09/24"),
            nombre("1250.5"))
    + ligne(couverte(1), texte("Consultations avancées"), "<table:table-cell/>",
            jour("2025-01-15T00:00:00", "15 janvier"), nombre("3000"))
)  # fmt: skip


def test_dates_merged_cells_and_sheets_are_read_in_their_place():
    guide = ligne(texte("À lire d’abord"))
    first, second = read_feuilles("plan.ods", ods(Guide=guide, Plan=PLAN))
    assert (first.nom, first.lignes) == ("Guide", [["À lire d’abord"]])
    assert second.lignes[0] == ["Plan d’essai", "", "", "", ""]
    assert second.lignes[2][:3] == ["Accès aux soins", "Bus santé", "Première ligne\nSeconde ligne"]
    assert second.lignes[2][3].startswith("2024-09-01")
    assert second.lignes[3][:3] == ["", "Consultations avancées", ""]
    assert second.lignes[3][3].startswith("2025-01-15")
    assert [float(line[4]) for line in second.lignes[2:]] == [1250.5, 3000]


@pytest.mark.django_db
def test_a_plan_of_libreoffice_comes_in(atelier):
    contenu = ods(Guide=ligne(texte("À lire d’abord")), Plan=PLAN)
    rapport = try_import(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="plan.ods", contenu=contenu
    )
    assert len(rapport.creees) == 2
    import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                fichier=deposited(contenu, "plan.ods"))  # fmt: skip
    rows = FicheAction.objects.of(atelier.contrat).with_parts().filter(titre="Bus santé")
    fiche = read_fiche(rows.get())
    assert fiche.debut.isoformat() == "2024-09-01"
    assert fiche.chemin == ("Accès aux soins",)
    assert "Seconde ligne" in fiche.description


LOIN = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    f"<table:table-row>{VIDE}{nombre('1')}</table:table-row>"
)
REPETEE = (
    '<table:table-row x="a>b" table:number-rows-repeated="900000">'
    f"{nombre('1') * 3}</table:table-row>"
)
LIEN = '<table:table-source xlink:href="file:///autre.ods"/>'


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (ods(Plan=LOIN), "très loin"),
        (ods(Plan=REPETEE), "très loin"),
        (ods(Plan=LIEN + PLAN), "liens vers"),
        (ods(mimetype="application/vnd.oasis.opendocument.text", Plan=PLAN), "ne se lit pas"),
        (ods(extra=("Basic/Standard/Module1.xml",), Plan=PLAN), "macros"),
        (ods(extra=("Object 1/content.xml",), Plan=PLAN), "objets incorporés"),
        (ods(Plan=PLAN)[:400], "ne correspond pas"),
        (ods(Plan="<table:table-row>"), ""),
    ],
)
@pytest.mark.django_db
def test_a_trapped_workbook_is_refused(atelier, contenu, mots):
    with pytest.raises(ActeRefuse) as refusal:
        try_import(acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="plan.ods",
                   contenu=contenu)  # fmt: skip
    assert mots in str(refusal.value)


REPETITIONS = (
    '<table:table-row table:number-rows-repeated = "3000">{case}</table:table-row>',
    '<table:table-row table:number-rows-repeated="&#51;000">{case}</table:table-row>',
    '<table:table-row table:number-rows-repeated="+3000">{case}</table:table-row>',
    '<table:table-row x:number-rows-repeated="1" table:number-rows-repeated="3000">{case}'
    "</table:table-row>",
    '<table:table-row table:number-rows-repeated="3000"><table:table-cell '
    'office:value-type = "string" office:string-value="x" table:number-columns-repeated="1000"/>'
    "</table:table-row>",
)
REMPLIE = (
    '<table:table-cell table:number-columns-repeated = "1000"><text:p>x</text:p></table:table-cell>'
)


@pytest.mark.parametrize("rangee", REPETITIONS)
def test_no_way_of_writing_a_repetition_passes_the_bound(rangee):
    with pytest.raises(ActeRefuse):
        read_feuilles("plan.ods", ods(Plan=rangee.replace("{case}", REMPLIE)))


def test_a_workbook_that_declares_entities_is_refused():
    whole = ods(Plan=ligne(texte("Axe")))
    declared = repacked(whole, **{"content.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})
    with pytest.raises(ActeRefuse):
        read_feuilles("plan.ods", declared)
