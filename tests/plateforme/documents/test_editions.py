"""From signature to erratum and corrected edition: frozen, told to all, every door alike."""

import json
from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.contenu import codes_of
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import ContenuEdition, Edition, Erratum, StatutEdition
from ancrage.plateforme.diagnostics.services.consultations import forget_old, record_download
from ancrage.plateforme.diagnostics.services.errata import people_to_tell
from ancrage.plateforme.diagnostics.services.publication import prepare_next, withdraw_diagnostic
from ancrage.plateforme.diagnostics.services.selection import write_text
from ancrage.plateforme.diagnostics.textes import automatic_texts, to_review
from ancrage.plateforme.documents.contenu import (
    build_content,
    contexte_of,
    digest,
    matiere_of,
)
from ancrage.plateforme.documents.models import DocumentEdition
from ancrage.plateforme.documents.services import editions
from ancrage.plateforme.observations import profils
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme import portes
from tests.plateforme.comptes.factories import AffectationFactory, UtilisateurFactory, member
from tests.plateforme.diagnostics.conftest import _no_heartbeat, quick_files  # noqa: F401
from tests.plateforme.diagnostics.factories import (
    Equipe,
    advance_to_signature,
    fresh,
    signed,
    started,
)

pytestmark = pytest.mark.django_db

TIRAGE = 20


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def publish(equipe: Equipe, diagnostic) -> Edition:
    """Publish through the job, as the page does."""
    travail = editions.ask_publication(
        acteur=equipe.validatrice, diagnostic=diagnostic, expected=diagnostic.version
    )
    drain()
    travail.refresh_from_db()
    assert travail.etat == EtatTravail.FAIT, travail.message
    return Edition.objects.for_page().in_force().get(diagnostic=diagnostic)


def next_edition(equipe: Equipe, diagnostic) -> Edition:
    diagnostic = fresh(diagnostic)
    prepare_next(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    return publish(equipe, advance_to_signature(equipe, fresh(diagnostic)))


@pytest.fixture
def edition(equipe, quick_files) -> Edition:  # noqa: F811
    return publish(equipe, signed(equipe))


def test_the_print_is_that_of_the_content_and_stands_in_the_document(edition):
    contenu = edition.contenu.texte
    assert digest(contenu) == edition.empreinte
    assert contexte_of(edition).options.parution.empreinte == edition.empreinte
    for kept in edition.documents.all():
        assert edition.empreinte.encode() in kept.chemin.read_bytes()


def test_what_is_read_back_equals_what_was_computed(edition):
    frozen = matiere_of(edition).profil
    area = profils.find_territoire(edition.diagnostic.territoire, frozen.territoire.libelle)
    now = profils.profil_of(area, "diagnostic")
    kept = tuple(v for v in now.indicateurs if v.code in set(codes_of(edition)))
    assert frozen.indicateurs == kept


def test_the_same_content_gives_the_same_bytes(equipe):
    diagnostic = signed(equipe)
    day = date(2026, 11, 22)
    first, again = build_content(diagnostic, day), build_content(fresh(diagnostic), day)
    assert first.texte == again.texte
    one = editions.draw_files(editions.build_from(editions.thaw_text(first.texte, "a")), _mute)
    other = editions.draw_files(editions.build_from(editions.thaw_text(again.texte, "a")), _mute)
    assert one == other
    assert len({sha256 for sha256, _ in one.values()}) == 4


def _mute(_done: int, _name: str) -> None:
    """Say nothing of the progress."""


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE diagnostics_contenuedition SET texte = 'x'",
        "DELETE FROM diagnostics_contenuedition",
        "UPDATE diagnostics_edition SET empreinte = 'x'",
        "UPDATE diagnostics_edition SET numero = 9",
        "UPDATE documents_documentedition SET sha256 = 'x'",
        "DELETE FROM documents_documentedition",
        "UPDATE diagnostics_diagnostic SET territoire = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_published(edition, change):
    with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
        connection.cursor().execute(change)


def test_two_editions_are_never_in_force_together(edition):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.create(
            region="24",
            diagnostic=edition.diagnostic,
            numero=2,
            version_diagnostic=99,
            publiee_le=date(2026, 1, 1),
            empreinte="x",
        )


def test_a_job_that_runs_again_after_a_kill_publishes_once(equipe, edition):
    travail = Travail.objects.get(tache=editions.PUBLIER)
    again = editions.publish(travail=travail, dire=lambda *_: None, **travail.parametres)
    assert again == edition
    assert Edition.objects.count() == 1 and DocumentEdition.objects.count() == 4


def test_new_figures_void_the_signature(equipe, monkeypatch):
    diagnostic = signed(equipe)
    monkeypatch.setattr(profils, "edition", lambda *_: "une autre édition")
    with pytest.raises(ActeRefuse, match="Aucune signature"):
        editions.ask_publication(
            acteur=equipe.validatrice, diagnostic=diagnostic, expected=diagnostic.version
        )


def test_a_diagnosis_sent_back_while_the_job_waits_is_not_published(equipe, quick_files):  # noqa: F811
    from ancrage.plateforme.diagnostics.services.relecture import refuse_control

    diagnostic = signed(equipe)
    travail = editions.ask_publication(
        acteur=equipe.validatrice, diagnostic=diagnostic, expected=diagnostic.version
    )
    refuse_control(
        acteur=equipe.validatrice, diagnostic=diagnostic, expected=diagnostic.version, motif="Non."
    )
    drain()
    travail.refresh_from_db()
    assert travail.etat == EtatTravail.ECHEC and "en cours" in travail.message
    assert not Edition.objects.exists()


def test_rewritten_texts_are_in_the_edition_with_author_and_date(equipe, quick_files):  # noqa: F811
    diagnostic = started(equipe)
    write_text(
        acteur=equipe.redactrice,
        diagnostic=diagnostic,
        cle="chapitre:3",
        texte="Orléans et La Ferté : deux territoires.",
        expected=0,
    )
    edition = publish(equipe, advance_to_signature(equipe, fresh(diagnostic)))
    content = json.loads(edition.contenu.texte)
    (kept,) = content["redactions"]
    assert kept["texte"] == "Orléans et La Ferté : deux territoires."
    assert kept["auteur"] == str(equipe.redactrice)
    assert kept["automatique"] == automatic_texts(fresh(diagnostic))["chapitre:3"]
    pdf = edition.documents.get(format="pdf").chemin.read_text()
    assert "Orléans et La Ferté" in pdf and str(equipe.redactrice) in pdf


def test_a_text_whose_figures_changed_is_flagged_and_stops_the_submission(equipe, monkeypatch):
    from ancrage.plateforme.diagnostics import textes
    from ancrage.plateforme.diagnostics.services.relecture import submit

    diagnostic = started(equipe)
    cle = next(key for key in automatic_texts(diagnostic) if key.startswith("phrase:"))
    values = {"acteur": equipe.redactrice, "diagnostic": diagnostic, "cle": cle, "texte": "Dit."}
    written = write_text(**values, expected=0)
    assert to_review(diagnostic) == []
    real = textes.texts_of
    monkeypatch.setattr(textes, "texts_of", lambda c: real(c) | {cle: "Un autre chiffre."})
    assert [(one.cle, now) for one, now in to_review(diagnostic)] == [(cle, "Un autre chiffre.")]
    with pytest.raises(ActeRefuse, match="chiffres qui ont changé"):
        submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    write_text(**values, expected=written.version)  # read again, found still right
    assert to_review(diagnostic) == []


def url(name: str, edition: Edition, *args) -> str:
    return reverse(f"portail:{name}", args=[edition.diagnostic.slug, edition.numero, *args])


def read_doors(client, edition: Edition) -> tuple[dict, dict]:
    """Read the doors of an edition that give numbers, then those that print."""

    def body(address: str) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.getvalue() if answer.streaming else answer.content

    brutes = {
        name: read(body(url("donnees", edition, name))) for name, read in portes.BRUTES.items()
    }
    ecrites = {
        "page": portes.read_page(body(url("chapitre", edition, 14))),
        "docx": portes.read_docx(body(url("document", edition, "docx"))),
        "pdf": portes.PagePdf(body(url("document", edition, "pdf"))),
    }
    return brutes, ecrites


def test_every_door_of_an_edition_says_the_same_then_follows_the_erratum(client, equipe):
    codes = ("D01", "D02", "D03", "S01", "S02", "S03", "S05", "S12", "M01", "M02", "O13", "V01")
    diagnostic = started(equipe, codes=tuple(c for c in codes if c in _known(equipe)))
    edition = publish(equipe, advance_to_signature(equipe, diagnostic))
    brutes, ecrites = read_doors(client, edition)
    cles = portes.draw(brutes["json"], TIRAGE)
    assert portes.check_equal(cles, brutes, ecrites) >= TIRAGE

    gone = next(cle[0] for cle in cles if brutes["json"][cle][0] is not None)
    editions.withdraw(
        acteur=equipe.validatrice,
        edition=edition,
        indicateur=gone,
        explication="Le dénominateur était faux.",
    )
    drain()
    edition = Edition.objects.for_page().get(pk=edition.pk)
    marked, printed = read_doors(client, edition)
    assert portes.check_equal(cles, marked, printed) >= TIRAGE
    for cle in cles:
        expected = (None, "manquant") if cle[0] == gone else brutes["json"][cle]
        assert marked["json"][cle] == expected
    assert "Le dénominateur était faux." in client.get(url("edition", edition)).content.decode()


def _known(equipe: Equipe) -> set[str]:
    from ancrage.plateforme.diagnostics.textes import computed_codes

    return set(computed_codes(started(equipe, libelle="Sonde")))


def test_an_erratum_is_told_then_corrected_and_the_old_edition_stays_readable(
    client, equipe, edition
):
    reader, elsewhere = UtilisateurFactory(), member(Role.ELU, code="epci:241800507")
    client.force_login(reader)
    client.get(url("donnees", edition, "csv"))
    agent = UtilisateurFactory()
    AffectationFactory(
        utilisateur=agent,
        organisation=edition.diagnostic.commanditaire,
        role=Role.PARTENAIRE,
        portee="territoire",
        code="epci:241800507",
    )
    local = member(Role.COORDONNATEUR, code="epci:244500468")
    editions.withdraw(
        acteur=equipe.validatrice, edition=edition, indicateur="S05", explication="Année fausse."
    )
    told = {one.destinataire for one in _notices()}
    assert {reader, agent, local, equipe.ars, equipe.redactrice} <= told
    assert elsewhere not in told
    drain()
    second = next_edition(equipe, edition.diagnostic)
    first = Edition.objects.for_page().get(pk=edition.pk)
    assert (second.numero, first.statut) == (2, StatutEdition.REMPLACEE)
    assert Erratum.objects.get().edition_corrigee == second
    old = client.get(url("edition", first)).content.decode()
    assert "Édition remplacée" in old and "Année fausse." in old
    assert "Corrigé dans l’édition 2" in old
    assert matiere_of(first).profil.latest("S05").value is None
    assert matiere_of(second).profil.latest("S05").value is not None
    assert "Année fausse." in matiere_of(second).options.parution.corrige
    current = client.get(reverse("portail:diagnostic", args=[second.diagnostic.slug]))
    assert current["Location"] == url("edition", second)


def _notices():
    from ancrage.plateforme.notifications.models import Notification

    return Notification.objects.filter(cle__startswith="erratum:").select_related("destinataire")


def test_an_erratum_names_what_was_published_once(equipe, edition):
    act = {"acteur": equipe.validatrice, "edition": edition, "explication": "Faux."}
    with pytest.raises(ActeRefuse, match="pas publié"):
        editions.withdraw(**act, indicateur="ZZ9")
    editions.withdraw(**act, indicateur="S05")
    with pytest.raises(ActeRefuse, match="déjà retiré"):
        editions.withdraw(**act, indicateur="S05")
    with pytest.raises(ActeRefuse, match="rôles"):
        editions.withdraw(**act | {"acteur": equipe.redactrice}, indicateur="S01")


def test_the_unmarked_file_is_never_given_after_an_erratum(client, equipe, edition):
    published = client.get(url("document", edition, "pdf")).getvalue().decode()
    assert "retiré le" not in published
    editions.withdraw(
        acteur=equipe.validatrice, edition=edition, indicateur="S05", explication="Faux."
    )
    answer = client.get(url("document", edition, "pdf"))
    assert answer.status_code == 400 and "se prépare" in answer.content.decode()
    drain()
    marked = client.get(url("document", edition, "pdf")).getvalue().decode()
    assert "retiré le" in marked and edition.documents.count() == 8


def test_a_withdrawn_diagnosis_keeps_its_notice_and_no_figure(client, equipe, edition):
    diagnostic = fresh(edition.diagnostic)
    withdraw_diagnostic(
        acteur=equipe.validatrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        motif="Commande annulée.",
        jour=date(2026, 11, 22),
    )
    assert fresh(diagnostic).etat == Etat.RETIRE
    page = client.get(url("edition", edition))
    assert page.status_code == 410
    assert "Commande annulée." in page.content.decode()
    assert client.get(url("donnees", edition, "csv")).status_code == 404
    assert client.get(url("document", edition, "pdf")).status_code == 404


def test_a_visitor_leaves_no_trace_and_a_reader_one_row(client, edition):
    client.get(url("donnees", edition, "csv"))
    assert not edition.consultations.exists()
    reader = UtilisateurFactory()
    client.force_login(reader)
    for format in ("csv", "json"):
        client.get(url("donnees", edition, format))
    assert edition.consultations.get().personne == reader
    assert reader in people_to_tell(edition)


def test_old_downloads_are_forgotten(edition):
    from datetime import timedelta

    from django.utils import timezone

    row = record_download(acteur=UtilisateurFactory(), edition=edition)
    assert forget_old(timezone.now() + timedelta(days=31 * 35)) == 0
    assert forget_old(timezone.now() + timedelta(days=31 * 37)) == 1
    with pytest.raises(ObjectDoesNotExist):
        row.refresh_from_db()


def test_the_content_is_never_loaded_by_a_list(client, edition, django_assert_num_queries):
    assert ContenuEdition.objects.count() == 1
    with django_assert_num_queries(3):
        client.get(reverse("portail:diagnostics"))
