"""The two pages for the élus: two sheets whatever the contract, the same content as a DOCX."""

import io
from dataclasses import replace
from datetime import date

import docx
import pdfua
import pikepdf
import pytest
from pypdf import PdfReader

from ancrage.publication.documents.synthese import (
    ActionElu,
    ChiffreElu,
    CommuneElu,
    ComptesActions,
    ContactElu,
    DecisionElu,
    PrioriteElu,
    SyntheseElus,
    render_synthese,
)
from ancrage.publication.figures.modeles import CarteTypologie, Distribution, ZoneClassee
from ancrage.publication.typographie import breaches

JOUR = date(2026, 11, 22)
LONG = "Communauté de communes des Vallées, des Coteaux, des Étangs et du Grand Plateau réunis "
MENTION = "Document de travail · Démonstration, sans valeur"


def chiffre(code: str, valeur: str = "54,5") -> ChiffreElu:
    if not valeur:
        return ChiffreElu(code, f"Indicateur {code}", "manquant", "non disponible", motif=LONG)
    return ChiffreElu(
        code, f"Indicateur {code}", "valeur", "valeur", valeur, "pour 100 000 hab.", "2023",
        "[49,1 ; 60,3]", repere="dans la région 61,3", lecture="Plus faible que dans la région",
        place="cinquième le plus bas des 101 départements", source="Producteur, titre (exemple)",
    )  # fmt: skip


def action(rank: int, statut: str = "en cours") -> ActionElu:
    return ActionElu(f"A{rank}", f"Action {rank} (exemple)", statut, "Centre d’essai")


def commune(rank: int, named: int = 1, nom: str = "Commune") -> CommuneElu:
    done = tuple(action(one) for one in range(named))
    return CommuneElu(f"{rank:05}", f"{nom} {rank}", done, ComptesActions(en_cours=named))


def square(rank: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    x, y = float(rank % 20), float(rank // 20)
    return (((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)),)


def carte(count: int) -> CarteTypologie:
    zones = tuple(
        ZoneClassee(code=f"{n:05}", label=f"Commune {n}", classe=n % 2, anneaux=square(n))
        for n in range(count)
    )
    return CarteTypologie(
        titre="Où se passent les actions", zones=zones, classes=("visée", "couverte"),
        source="fiches actions",
    )  # fmt: skip


def bande() -> Distribution:
    return Distribution(
        titre="Place parmi les territoires comparables", label="Territoire", value=54.5,
        valeurs=tuple(float(n) for n in range(30, 90)), ensemble="60 territoires", quintile=2,
        source="Producteur, titre (exemple)",
    )  # fmt: skip


def synthese(combien: int = 12, **changes: object) -> SyntheseElus:
    base = SyntheseElus(
        nom="CLS d’essai", generation=2, etat="en œuvre",
        dates="du 1er mars 2026 au 28 février 2029",
        perimetre="12 communes, 40 000 habitants en 2018", jour=JOUR,
        essentiel=("Le contrat est en œuvre.", "Deux actions.", "Une décision à prendre."),
        acces=(chiffre("O01"), chiffre("O05", "")), reperes=(chiffre("D07"),),
        priorites=(PrioriteElu("Accès aux soins", 2, ComptesActions(1, 3, 0, 1)),),
        sans_priorite="",
        decisions=(DecisionElu("suite", "Décider de la suite", "Collectivités", "Avant le terme.",
                               date(2026, 3, 1), True),),
        autres_decisions=2, sans_decision="", partout=(action(90), action(91, "réalisée")),
        comptes_partout=ComptesActions(1, 1), sans_lieu=1,
        communes=tuple(commune(n) for n in range(combien)), sans_action="",
        seance="Prochain comité de pilotage : le 6 janvier 2027.",
        suite="Prochaine étape : évaluer.",
        contacts=(ContactElu("Coordination du contrat", "Communauté d’essai"),),
        bande=bande(), carte=carte(combien), mention=MENTION,
    )  # fmt: skip
    return replace(base, **changes)


def crowded() -> SyntheseElus:
    """Return the most that a contract may hold: long names, sixty sheets, 300 communes."""
    many = tuple(action(n) for n in range(60))
    return synthese(
        300,
        nom=LONG * 2,
        acces=tuple(
            replace(chiffre(f"O{n}", "" if n > 2 else "9,9"), libelle=LONG) for n in range(5)
        ),
        reperes=tuple(replace(chiffre(f"D{n}"), libelle=LONG) for n in range(3)),
        priorites=tuple(PrioriteElu(LONG * 3, 9, ComptesActions(9, 9, 9, 9)) for _ in range(9)),
        decisions=tuple(
            DecisionElu("suite", LONG * 4, LONG * 2, LONG * 3, JOUR, True) for _ in range(5)
        ),
        partout=many,
        comptes_partout=ComptesActions(en_cours=60),
        communes=tuple(commune(n, 3, LONG) for n in range(300)),
        commune=commune(1, 40, LONG),
        contacts=tuple(ContactElu(LONG * 2, f"{LONG * 2}{n}") for n in range(6)),
        seance=LONG * 3,
        suite=LONG * 3,
    )


def empty() -> SyntheseElus:
    return synthese(
        0, acces=(), reperes=(), priorites=(), sans_priorite="Aucune priorité.", decisions=(),
        autres_decisions=0, sans_decision="Rien à décider.", partout=(),
        comptes_partout=ComptesActions(), sans_lieu=0, sans_action="Aucune action.", contacts=(),
        bande=None, carte=None,
    )  # fmt: skip


CAS = {
    "usual": synthese(),
    "empty": empty(),
    "sixty sheets": synthese(partout=tuple(action(n) for n in range(60))),
    "a table of 36 communes": synthese(36),
    "names of 37 communes": synthese(37),
    "300 communes": synthese(300),
    "crowded": crowded(),
    "one commune": synthese(1, partout=()),
}


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("name", CAS)
def test_a_contract_holds_on_exactly_two_sheets_whatever_it_holds(name, tmp_path):
    content = render_synthese(CAS[name], "pdf")
    pages = text_of(content)
    assert len(pages) == 2
    assert all("Démonstration, sans valeur" in page for page in pages)
    assert "Décisions à prendre" in pages[0]
    assert "À qui s’adresser" in pages[1]
    (tmp_path / "synthese.pdf").write_bytes(content)
    outcomes = pdfua.validate(tmp_path / "synthese.pdf").outcomes
    assert [one for outcome in outcomes for one in outcome.findings] == []


def test_the_pdf_says_what_each_figure_shows_and_is_archivable():
    with pikepdf.open(io.BytesIO(render_synthese(synthese(), "pdf"))) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        alternatives = [str(one.Alt) for one in pdf.objects if _is_figure(one)]
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert len(alternatives) == 2
    assert any("Où se passent les actions" in one for one in alternatives)
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def _is_figure(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/S", "")) == "/Figure"


def test_access_to_the_doctor_comes_first_and_what_is_missing_is_said():
    first = text_of(render_synthese(synthese(), "pdf"))[0]
    assert first.index("Accès au médecin") < first.index("Priorités") < first.index("Décisions")
    assert "Pas encore disponible" in first
    assert "non disponible" in first
    assert "cinquième le plus bas" in first.lower()


def test_a_chosen_commune_takes_the_place_of_the_general_list():
    second = text_of(render_synthese(synthese(commune=commune(3, 2)), "pdf"))[1]
    assert "Ma commune" in second
    assert "Action 90" not in second


def test_too_many_names_lead_to_the_site_rather_than_to_a_third_page():
    second = text_of(render_synthese(crowded(), "pdf"))[1]
    assert "Choisissez votre commune sur le site" in second.replace("\n", " ")


def test_the_word_document_says_the_same():
    word = docx.Document(io.BytesIO(render_synthese(synthese(), "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    lines = [one.text for one in word.paragraphs]
    assert "Accès aux soins" in cells
    assert any("Décider de la suite" in one for one in cells)
    assert any("Pas encore disponible" in one for one in lines)
    assert len(word.inline_shapes) == 2
    assert MENTION in word.sections[0].first_page_footer.paragraphs[0].text
    assert breaches("\n".join([*cells, *lines])) == []


def test_counts_are_said_in_the_order_of_what_is_done():
    assert ComptesActions(1, 2, 0, 3).en_mots == "1 réalisée, 2 en cours, 3 reportées"
    assert ComptesActions().en_mots == "aucune"
    assert ComptesActions(1, 2, 4, 3).total == 10
