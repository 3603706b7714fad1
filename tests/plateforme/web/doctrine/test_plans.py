"""Plans on screen: a table tried and published, a revision answered, sheets tied again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import plan_in_force
from ancrage.plateforme.doctrine.models import PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from ancrage.plateforme.doctrine.services.revisions import record_revision
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import reload
from tests.plateforme.comptes.factories import member
from tests.plateforme.doctrine.factories import make_plan
from tests.plateforme.programmes.factories import Atelier, a_fiche
from tests.plateforme.web.doctrine.test_regles import count_queries, plain, read

pytestmark = pytest.mark.django_db
PLANS, NOUVEAU = "/doctrine/plans/", "/doctrine/plans/nouveau/"
SUITE = (
    NouvelObjectif("1", "Agir sur les déterminants (exemple)"),
    NouvelObjectif("B", "Accès aux soins et aux droits (exemple)"),
)
TABLE = "code;libellé;parent\n1;Agir sur les déterminants;\n1.1;Bien se loger;1"


@pytest.fixture
def siege(client):
    client.force_login(member(Role.ARS_SIEGE))
    return client


@pytest.fixture
def plans():
    return make_plan(), make_plan(
        date_debut=timezone.localdate() - timedelta(days=10), objectifs=SUITE,
        libelle="Projet régional révisé (exemple)",
    )  # fmt: skip


@pytest.fixture
def atelier(db) -> Atelier:
    return Atelier()


def version(**changes):
    return {
        "type": "prs", "libelle": "PRS d’essai", "source": "arrêté d’essai", "tableau": TABLE,
        "date_debut": timezone.localdate().isoformat(),
    } | changes  # fmt: skip


def adress(plans, more=""):
    return f"{PLANS}{plans[1].identifiant}/revision/{more}"


def test_everyone_reads_the_plans_and_the_tree_of_a_version(client, plans):
    html = read(client, PLANS)
    assert "version 2" in html and "jusqu" not in html
    assert "Ce qu’elle change" not in html
    tree = read(client, f"{PLANS}{plans[0].identifiant}/")
    assert "Air et logement" in tree
    assert "Aucun plan régional" not in html


def test_a_table_is_tried_then_published(siege):
    tried = siege.post(NOUVEAU, version())
    assert tried.status_code == 200
    assert "Bien se loger" in plain(tried) and "relire avant" in plain(tried)
    assert not PlanRegional.objects.exists()
    sent = dict(tried.context["envois"])
    assert siege.post(NOUVEAU, sent | {"etape": "confirmer"}).status_code == 302
    plan = plan_in_force("24", "prs", on=timezone.localdate())
    assert [(one.code, str(one.parent or "")) for one in plan.objectifs.order_by("code")] == [
        ("1", ""), ("1.1", "1 Agir sur les déterminants"),
    ]  # fmt: skip


def test_a_file_is_read_once_and_sent_again_as_text(siege, plans):
    upload = SimpleUploadedFile("prs.csv", TABLE.encode("cp1252"))
    tried = siege.post(NOUVEAU, version(tableau="", fichier=upload))
    html = plain(tried)
    assert "Version remplacée" in html and "Codes disparus" in html
    sent = dict(tried.context["envois"])
    assert "Bien se loger" in sent["tableau"]
    done = siege.post(NOUVEAU, sent | {"etape": "confirmer"})
    assert "/revision/" in done["Location"]
    assert PlanRegional.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tableau": "1;Soins;\n1;Encore;\n2;Perdu;9"}, "2 lignes sont à corriger"),
        ({"tableau": " "}, "Le tableau est vide"),
        ({"date_debut": "2001-01-01"}, "commence après elle"),
    ],
)
def test_a_wrong_table_is_refused_and_nothing_is_published(siege, plans, changes, words):
    for etape in ("", "confirmer"):
        answer = siege.post(NOUVEAU, version(**changes) | {"etape": etape})
        assert answer.status_code == 422
        assert words in plain(answer)
    assert PlanRegional.objects.count() == 2


def test_a_file_that_is_no_table_is_refused(siege):
    upload = SimpleUploadedFile("prs.pdf", b"%PDF-1.4")
    answer = siege.post(NOUVEAU, version(fichier=upload))
    assert answer.status_code == 422
    assert "pas d’un type attendu" in plain(answer)


def test_wrong_lines_are_listed(siege):
    html = plain(siege.post(NOUVEAU, version(tableau="1;Soins;\n2;Perdu;9")))
    assert "Ligne 2" in html and "« 9 » n’est pas dans le tableau" in html
    assert "2;Perdu;9" in html  # the text is kept to be mended


def test_a_revision_is_answered_a_few_lines_at_a_time(siege, plans):
    url, old = adress(plans), {one.code: one for one in plans[0].objectifs.all()}
    html = read(siege, url)
    assert "même code, même libellé" in html and "libellé proche" in html
    assert "Cochez au moins une réponse" in plain(siege.post(url, {}))
    name = str(old["2"].identifiant)
    both = siege.post(url, {name: ["B", "abandon"]})
    assert both.status_code == 422 and "ne devient rien d’autre" in plain(both)
    assert siege.post(url, {name: ["B"]}).status_code == 302
    assert siege.post(adress(plans, "identiques/")).status_code == 302
    assert {str(one) for one in RevisionPrs.objects.all()} == {"2 → B", "1 → 1"}
    html = read(siege, url)
    assert "2 sur 3" in html
    waiting = html.partition("À dire")[2].partition("Réponses validées")[0]
    assert "Air et logement" in waiting and "Accès aux soins (exemple)" not in waiting


def test_an_answer_is_chosen_among_all_then_mended_with_a_reason(siege, plans):
    old = plans[0].objectifs.get(code="1.1")
    url = adress(plans, f"{old.identifiant}/")
    assert siege.post(url, {"devenir": "conserve"}).status_code == 422
    assert siege.post(url, {"devenir": "conserve", "nouveaux": ["1", "B"]}).status_code == 302
    assert RevisionPrs.objects.count() == 2
    assert "Motif" in plain(siege.post(url, {"devenir": "abandon"}))
    assert siege.post(url, {"devenir": "abandon", "motif": "relu"}).status_code == 302
    assert [str(one) for one in RevisionPrs.objects.all()] == ["1.1 → abandonné"]


def test_a_first_version_has_no_revision(siege, plans):
    assert siege.get(f"{PLANS}{plans[0].identifiant}/revision/").status_code == 404


def test_the_coordinator_reads_the_table_without_answering(client, plans, atelier):
    client.force_login(atelier.coordonnateur)
    html = read(client, adress(plans))
    assert "Sans réponse pour l’instant" in html and "Enregistrer les réponses" not in html
    assert "Fiches à rattacher, contrat par contrat" not in html


def rattacher(atelier):
    return f"/contrats/{atelier.contrat.slug}/programme/rattachements/"


def answered(plans, **table):
    record_revision(acteur=None, ancien=plans[0], nouveau=plans[1],
                    correspondances=table or {"1": ["1"], "2": ["B"], "1.1": []})  # fmt: skip


def sent_of(page):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_proposals_are_accepted_together_and_the_rest_waits(client, plans, atelier):
    answered(plans)
    one = a_fiche(atelier, liens_prs=("prs:1:1",))
    lost = a_fiche(atelier, liens_prs=("prs:1:1.1",))
    client.force_login(atelier.coordonnateur)
    assert "2 fiches à rattacher" in read(client, "/")
    page = client.get(rattacher(atelier))
    assert "abandonné" in plain(page) and "Accepter la proposition" in plain(page)
    done = client.post(rattacher(atelier), sent_of(page) | {"acte": "tout"})
    assert done.status_code == 302
    assert read_fiche(reload(one)).liens_prs == ("prs:2:1",)
    assert read_fiche(reload(lost)).liens_prs == ("prs:1:1.1",)
    assert "1 fiche à rattacher" in read(client, "/")


def test_a_sheet_is_tied_by_hand_or_left_for_later(client, plans, atelier):
    answered(plans)
    lost = a_fiche(atelier, liens_prs=("prs:1:1.1",))
    client.force_login(atelier.coordonnateur)
    page = client.get(rattacher(atelier))
    assert client.post(rattacher(atelier), sent_of(page)).status_code == 422
    name = next(one for one in page.context["form"].liens)
    wanted = str(plans[1].objectifs.get(code="B").identifiant)
    assert client.post(rattacher(atelier), sent_of(page) | {name: wanted}).status_code == 302
    assert read_fiche(reload(lost)).liens_prs == ("prs:2:B",)
    assert "Toutes les fiches déclinent" in read(client, rattacher(atelier))


def test_the_head_office_counts_what_waits_contract_by_contract(siege, plans, atelier):
    answered(plans)
    a_fiche(atelier, liens_prs=("prs:1:1",))
    a_fiche(atelier, liens_prs=("prs:1:1.1",))
    html = read(siege, adress(plans))
    told = html.partition("Fiches à rattacher, contrat par contrat")[2]
    assert "2 fiches de contrats non signés" in told and "CLS d'essai" in told.replace("’", "'")


def test_the_head_office_is_told_what_it_has_not_answered(siege, plans):
    assert "3 anciens objectifs sans réponse" in read(siege, "/")
    answered(plans)
    assert "sans réponse" not in read(siege, "/")


def test_the_form_of_a_sheet_offers_the_version_in_force(client, plans, atelier):
    fiche = a_fiche(atelier, liens_prs=("prs:1:1",))
    client.force_login(atelier.coordonnateur)
    url = f"/contrats/{atelier.contrat.slug}/fiches-actions/{fiche.code}/modifier/"
    offered = [key for key, _ in client.get(url).context["form"].fields["liens_prs"].choices]
    assert set(offered) == {"prs:1:1", "prs:2:1", "prs:2:B"}


def test_a_page_costs_the_same_for_one_sheet_or_three(client, plans, atelier):
    answered(plans)
    a_fiche(atelier, liens_prs=("prs:1:1",))
    client.force_login(atelier.coordonnateur)
    first = count_queries(client, rattacher(atelier))
    for _ in range(2):
        a_fiche(atelier, liens_prs=("prs:1:1",))
    assert count_queries(client, rattacher(atelier)) == first
