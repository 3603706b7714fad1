"""A text kept as it is typed: whose it is, what it may write over, when it is over."""

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.diagnostics.models import Brouillon, Redaction
from ancrage.plateforme.diagnostics.services.brouillons import drop_draft, keep_draft
from ancrage.plateforme.diagnostics.services.relecture import submit
from ancrage.plateforme.diagnostics.services.selection import write_text
from ancrage.plateforme.diagnostics.textes import automatic_texts
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.diagnostics.factories import Equipe, fresh, started, submitted

pytestmark = pytest.mark.django_db
CLE = "chapitre:3"


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


@pytest.fixture
def diagnostic(equipe):
    return started(equipe)


def keep(acteur, diagnostic, texte, expected=0, lu=0):
    return keep_draft(
        acteur=acteur, diagnostic=diagnostic, cle=CLE, texte=texte, lu=lu, expected=expected
    )


def save(acteur, diagnostic, texte, expected=0, brouillon=0):
    return write_text(
        acteur=acteur, diagnostic=diagnostic, cle=CLE, texte=texte, expected=expected,
        brouillon=brouillon,
    )  # fmt: skip


def test_a_draft_bears_its_author_and_is_never_what_is_published(equipe, diagnostic):
    kept = keep(equipe.redactrice, diagnostic, "On commen")
    kept = keep(equipe.redactrice, diagnostic, "On commence.", expected=kept.version)
    assert Brouillon.objects.get().texte == "On commence."
    assert kept.auteur_label == str(equipe.redactrice) and kept.version == 2
    assert not Redaction.objects.exists()


def test_saving_the_text_ends_its_draft(equipe, diagnostic):
    kept = keep(equipe.redactrice, diagnostic, "Dit.")
    save(equipe.redactrice, diagnostic, "Dit.", brouillon=kept.version)
    assert not Brouillon.objects.exists() and Redaction.objects.get().texte == "Dit."


def test_a_colleague_s_draft_is_not_written_over_unknowingly(equipe, diagnostic):
    keep(equipe.redactrice, diagnostic, "Le premier.")
    with pytest.raises(EditionConcurrente) as stale:
        keep(equipe.relectrice, diagnostic, "Le second.")
    assert stale.value.actuel["texte"] == "Le premier."
    assert stale.value.actuel["auteur_label"] == str(equipe.redactrice)
    keep(equipe.relectrice, diagnostic, "Le second.", expected=stale.value.actuel["version"])
    assert Brouillon.objects.get().texte == "Le second."
    over = Acte.objects.get(action="reprendre un brouillon")
    assert over.differences["brouillon"] == ["Le premier.", "Le second."]


def test_saving_leaves_a_draft_that_someone_has_typed_since(equipe, diagnostic):
    kept = keep(equipe.redactrice, diagnostic, "Le premier.")
    keep(equipe.relectrice, diagnostic, "Le second.", expected=kept.version)
    save(equipe.redactrice, diagnostic, "Le premier.", brouillon=kept.version)
    assert Brouillon.objects.get().texte == "Le second."


def test_what_is_already_stored_needs_no_draft(equipe, diagnostic):
    kept = keep(equipe.redactrice, diagnostic, "Essai.")
    automatic = automatic_texts(diagnostic)[CLE]
    assert keep(equipe.redactrice, diagnostic, automatic, expected=kept.version) is None
    assert not Brouillon.objects.exists()


def test_a_draft_stops_the_submission_until_someone_chooses(equipe, diagnostic):
    kept = keep(equipe.redactrice, diagnostic, "À finir.")
    with pytest.raises(ActeRefuse, match="brouillon"):
        submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    drop_draft(acteur=equipe.redactrice, diagnostic=diagnostic, cle=CLE, expected=kept.version)
    submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    told = Acte.objects.get(action="abandonner un brouillon")
    assert told.differences["brouillon"] == ["À finir.", ""]


def test_who_drafts_does_not_review(equipe, diagnostic):
    keep(equipe.relectrice, diagnostic, "Une idée.")
    assert equipe.relectrice in fresh(diagnostic).redacteurs.all()


@pytest.mark.parametrize(
    ("changes", "said"), [({"cle": "phrase:ZZ9:ensemble"}, "n’existe pas"),
                          ({"texte": "x" * 4_001}, "dépasse")]
)  # fmt: skip
def test_a_draft_of_nothing_or_too_long_is_refused(equipe, diagnostic, changes, said):
    given = {"acteur": equipe.redactrice, "diagnostic": diagnostic, "cle": CLE, "texte": "x"}
    with pytest.raises(ActeRefuse, match=said):
        keep_draft(**given | changes, lu=0, expected=0)


def test_nothing_is_drafted_behind_a_review(equipe):
    with pytest.raises(ActeRefuse, match="en relecture"):
        keep(equipe.redactrice, submitted(equipe), "Trop tard.")
