"""The pages of the takeovers: in steps, by workbook, and what each says when it refuses."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.models import BrouillonReprise, ClasseurReprise, Contrat
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import Equipe
from tests.plateforme.contrats.reprises import FEUILLES, PDF, make_classeur, make_pieces

pytestmark = pytest.mark.django_db
LISTE = "/contrats/reprendre/"


@pytest.fixture
def equipe(client):
    equipe = Equipe()
    client.force_login(equipe.siege)
    return equipe


def scan(name):
    return SimpleUploadedFile(name, PDF)


def started(client):
    answer = client.post(f"{LISTE}nouveau/")
    brouillon = BrouillonReprise.objects.get()
    assert answer["Location"] == f"{LISTE}{brouillon.identifiant}/territoire/"
    return f"{LISTE}{brouillon.identifiant}/"


def read(client, page):
    """Return a page with plain spaces: the site sets the French ones."""
    return (
        client.get(page)
        .content.decode()
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )


def version():
    return BrouillonReprise.objects.get().version


def send(client, base, etape, lignes=(), **fields):
    """Send a step as its page does; return the answer."""
    sent = {"version": version(), **fields}
    kind = {"parties", "generation", "diagnostic"}
    if etape in kind:
        sent |= {"ligne-TOTAL_FORMS": len(lignes), "ligne-INITIAL_FORMS": 0}
    for rank, ligne in enumerate(lignes):
        sent |= {f"ligne-{rank}-{name}": value for name, value in ligne.items()}
    return client.post(f"{base}{etape}/", sent)


def fill(client, base, equipe):
    """Fill the five steps of a signed contract."""
    answers = [
        send(client, base, "territoire", nom="CLS des Trois Rives (essai)",
             communes="45234\n45146", millesime="2023"),
        send(client, base, "etat", etat="en_oeuvre", depuis="2024-01-02", source="contrat (essai)",
             date_signature="2023-12-15", date_debut="2024-01-01", date_fin="2028-12-31",
             contrat=scan("contrat.pdf")),
        send(client, base, "parties", [
            {"organisation": equipe.ars.nom, "signe": "on", "representant": "Dominique Essai",
             "fonction": "directrice", "statut": "obligatoire"},
            {"organisation": equipe.porteur.nom, "porteur": "on", "signe": "on",
             "representant": "Claude Essai", "fonction": "président", "statut": "obligatoire",
             "numero": "2023-41", "vote": "2023-12-01", "scan": scan("deliberation.pdf")},
        ]),
        send(client, base, "generation", [
            {"nom": "CLS 2018-2022 (essai)", "date_signature": "2018-01-10",
             "date_debut": "2018-01-10", "date_fin": "2022-12-31"},
        ]),
        send(client, base, "diagnostic", [
            {"libelle": "Décès prématurés", "valeur": "183,4", "unite": "pour 100 000",
             "periode": "2015-2019", "source": "Inserm-CépiDc", "page": "41"},
        ], titre="Diagnostic 2022 (essai)", auteur="ORS d’essai", le="2022-06-15",
             document=scan("diagnostic.pdf")),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [302] * 5


def test_the_steps_lead_to_a_contract_at_its_true_state(client, equipe):
    base = started(client)
    fill(client, base, equipe)
    checked = read(client, f"{base}verification/")
    assert "Ce contrat peut être repris" in checked
    assert "2e génération" in checked
    assert not Contrat.objects.exists()
    client.post(f"{base}reprise/")
    contrat = Contrat.objects.get(nom="CLS des Trois Rives (essai)")
    assert (contrat.etat, contrat.repris, contrat.generation) == ("en_oeuvre", True, 2)
    assert contrat.date_fin == date(2028, 12, 31)
    vote = contrat.signataires.get(organisation=equipe.porteur).deliberations.get()
    assert vote.fichier.nom == "deliberation.pdf"
    assert contrat.diagnostic_anterieur.chiffres.get().page == "41"
    assert "Ouvrir le contrat" in read(client, f"{base}verification/")


def test_a_step_opened_again_shows_what_was_kept_and_keeps_its_scans(client, equipe):
    base = started(client)
    fill(client, base, equipe)
    html = read(client, f"{base}parties/")
    assert "Déjà jointe : « deliberation.pdf »" in html
    assert 'value="2023-41"' in html
    assert "Déjà joint : « contrat.pdf »" in read(client, f"{base}etat/")
    assert 'value="183,4' in read(client, f"{base}diagnostic/")
    send(client, base, "etat", etat="en_oeuvre", depuis="2024-01-02", source="autre (essai)",
         date_signature="2023-12-15", date_debut="2024-01-01", date_fin="2028-12-31")  # fmt: skip
    assert "peut être repris" in read(client, f"{base}verification/")


def test_lines_sent_again_keep_the_scan_that_was_joined(client, equipe):
    base = started(client)
    fill(client, base, equipe)
    page = f"{base}parties/"
    sent = {"version": version(), "ligne-TOTAL_FORMS": 2, "ligne-INITIAL_FORMS": 2}
    rows = [{"organisation": equipe.ars.nom, "signe": "on", "representant": "Dominique Essai",
             "fonction": "directrice générale", "statut": "obligatoire"},
            {"organisation": equipe.porteur.nom, "porteur": "on", "signe": "on",
             "representant": "Claude Essai", "fonction": "président", "statut": "obligatoire",
             "numero": "2023-41", "vote": "2023-12-01"}]  # fmt: skip
    for rank, row in enumerate(rows):
        sent |= {f"ligne-{rank}-{name}": value for name, value in row.items()}
    assert client.post(page, sent).status_code == 302
    assert "peut être repris" in read(client, f"{base}verification/")


def test_the_blank_lines_of_a_browser_are_no_lines(client, equipe):
    """A browser sends the lists and the ticked boxes of the lines that nobody filled."""
    base = started(client)
    blank = {"signe": "on", "statut": "obligatoire", "organisation": "", "representant": ""}
    answer = send(client, base, "parties", [
        blank | {"organisation": equipe.porteur.nom, "porteur": "on", "fonction": "présidente",
                 "representant": "Dominique Essai"}, blank, blank,
    ])  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    half = send(client, base, "parties", [blank | {"representant": "Claude Essai"}])
    assert half.status_code == 422


def test_the_check_says_what_is_missing_and_where(client, equipe):
    base = started(client)
    html = read(client, f"{base}verification/")
    assert "points à compléter" in html
    assert f'href="{base}territoire/"' in html
    assert "Reprendre ce contrat" not in html
    refused = client.post(f"{base}reprise/")
    assert refused.status_code == 400
    assert "à remplir" in refused.content.decode()
    assert not Contrat.objects.exists()


def test_a_commune_not_understood_is_told_on_its_field(client, equipe):
    base = started(client)
    answer = send(client, base, "territoire", nom="CLS", communes="45234\nNulle-Part-les-Bains")
    assert answer.status_code == 422
    assert "Ligne 2" in answer.content.decode()


def test_a_carrier_is_a_local_authority(client, equipe):
    base = started(client)
    row = {"organisation": equipe.ars.nom, "porteur": "on", "statut": "obligatoire"}
    answer = send(client, base, "parties", [row])
    assert answer.status_code == 422
    assert "ne peut pas porter le contrat" in answer.content.decode()


def test_two_people_on_one_step_lose_nothing(client, equipe):
    base = started(client)
    old = version()
    send(client, base, "territoire", nom="CLS premier", communes="45234")
    late = client.post(
        f"{base}territoire/", {"version": old, "nom": "CLS second", "communes": "45146"}
    )
    assert late.status_code == 422
    assert "Quelqu’un a modifié cette reprise" in late.content.decode()
    assert "CLS second" in late.content.decode()
    assert BrouillonReprise.objects.get().saisie["nom"] == "CLS premier"


def test_a_workbook_is_tried_then_imported(client, equipe):
    answer = client.post(f"{LISTE}classeur/", {"fichier": make_classeur(), "pieces": make_pieces()})
    page = answer["Location"]
    html = read(client, page)
    assert "Ce classeur peut être importé" in html
    assert "CLS du Val (essai)" in html
    assert not Contrat.objects.exists()
    client.post(f"{page}import/")
    assert Contrat.objects.filter(repris=True, contrat_precedent__isnull=True).count() == 2
    assert "CLS-01" in read(client, page)


def test_a_workbook_with_faults_shows_their_place_and_cannot_be_imported(client, equipe):
    rows = [dict(FEUILLES["Contrats"][0], État="fini"), FEUILLES["Contrats"][1]]
    sent = {"fichier": make_classeur(Contrats=rows), "pieces": make_pieces(["contrat.pdf"])}
    page = client.post(f"{LISTE}classeur/", sent)["Location"]
    html = read(client, page)
    assert "« fini » n’est pas dans la liste" in html
    assert "deliberation.pdf" in html
    assert "import/" not in html
    assert client.post(f"{page}import/").status_code == 400
    assert not Contrat.objects.exists()
    client.post(f"{page}pieces/", {"pieces": make_pieces(["deliberation.pdf", "diagnostic.pdf"])})
    html = read(client, page)
    assert "n’est pas parmi les pièces jointes" not in html
    assert ClasseurReprise.objects.get().pieces.count() == 3


def test_what_is_no_workbook_is_refused_on_its_field(client, equipe):
    answer = client.post(f"{LISTE}classeur/", {"fichier": SimpleUploadedFile("a.xlsx", b"PK")})
    assert answer.status_code == 422
    assert not ClasseurReprise.objects.exists()


def test_the_template_is_the_workbook_that_is_read(client, equipe):
    answer = client.get(f"{LISTE}modele.xlsx")
    sent = {"fichier": SimpleUploadedFile("modele.xlsx", answer.content)}
    page = client.post(f"{LISTE}classeur/", sent)["Location"]
    assert "aucun contrat" in read(client, page)


def test_the_list_asks_as_much_for_one_draft_as_for_many(
    client, equipe, django_assert_max_num_queries
):
    for rank in range(12):
        BrouillonReprise.objects.create(
            region="24", auteur=equipe.siege, saisie={"nom": f"CLS {rank}"}
        )
    with django_assert_max_num_queries(12):
        assert "CLS 11" in read(client, LISTE)


@pytest.mark.parametrize("role", [Role.COORDONNATEUR, Role.ELU, Role.ORS, Role.ADMINISTRATEUR])
def test_others_than_the_ars_find_no_takeover(client, role):
    client.force_login(member(role))
    assert client.get(LISTE).status_code == 403
    assert LISTE not in client.get("/").content.decode()


def test_another_region_s_draft_does_not_exist(client, equipe):
    OrganisationFactory(region="53")
    theirs = BrouillonReprise.objects.create(region="53", auteur=equipe.siege, saisie={})
    assert client.get(f"{LISTE}{theirs.identifiant}/verification/").status_code == 404
