"""The automatic diagnosis of a territory: asked once, drawn in a job, kept while figures hold."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.documents.models import DocumentTerritoire
from ancrage.plateforme.documents.services import territoires
from ancrage.plateforme.documents.services.territoires import ask_document, find_document, purge
from ancrage.plateforme.fichiers.services import keep_bytes
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.diagnostics.conftest import _no_heartbeat  # noqa: F401

pytestmark = pytest.mark.django_db

CODE = "commune:45234"
PAGE = "observatoire:document_preparation"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Write the files as plain text: what they hold is the renderers' own test."""
    monkeypatch.setattr(
        territoires, "render", lambda document, suffix: f"{suffix} {document.titre}".encode()
    )


def address(format: str = "pdf") -> str:
    return reverse("observatoire:document", args=[CODE, format])


def test_a_visitor_is_led_to_the_progress_then_to_the_file(client):
    answer = client.get(address())
    assert answer["Location"] == reverse(PAGE, args=[CODE, "pdf"])
    assert "dans la file" in client.get(answer["Location"]).content.decode()
    assert drain() == 1
    assert "Le document est prêt" in client.get(answer["Location"]).content.decode()
    file = client.get(address())
    assert b"".join(file.streaming_content) == b".pdf Diagnostic local de sant\xc3\xa9"
    assert file["Content-Type"] == "application/pdf"
    assert 'filename="diagnostic-orleans.pdf"' in file["Content-Disposition"]


def test_asked_by_many_it_is_drawn_once(client):
    for _ in range(3):
        client.get(address())
    assert drain() == 1
    assert b"".join(client.get(address()).streaming_content)  # read whole: the client closes it
    assert Travail.objects.filter(tache=territoires.DESSINER).count() == 1


def test_other_figures_draw_it_again(client, monkeypatch):
    client.get(address())
    drain()
    monkeypatch.setattr(territoires.profils, "edition", lambda usage="": "une autre édition")
    assert find_document(CODE, "pdf") is None
    assert client.get(address()).status_code == 302


def test_a_full_queue_says_so(client, monkeypatch):
    monkeypatch.setattr(territoires, "FILE_MAX", 1)
    ask_document(CODE, "pdf")
    with pytest.raises(ActeRefuse, match="Trop de documents"):
        ask_document(CODE, "docx")
    page = client.get(address("docx"))
    assert page.status_code == 400
    assert "dans quelques minutes" in page.content.decode()


def test_a_failure_is_said_and_can_be_asked_again(client, monkeypatch):
    def fail(*_: object) -> bytes:
        raise ActeRefuse("Le disque est plein.")

    monkeypatch.setattr(territoires, "render", fail)
    client.get(address())
    drain()
    page = client.get(reverse(PAGE, args=[CODE, "pdf"])).content.decode()
    assert "Le disque est plein." in page and "Le demander à nouveau" in page
    client.get(address())
    assert Travail.objects.filter(etat=EtatTravail.ATTENTE).count() == 1


def test_an_unknown_format_is_not_found(client):
    assert client.get(f"/territoires/{CODE}/diagnostic.odt").status_code == 404
    assert client.get(reverse(PAGE, args=[CODE, "odt"])).status_code == 404


def test_old_documents_are_forgotten_with_their_bytes_unless_something_else_holds_them():
    def keep(cle: str, octets: bytes, **changes: object) -> DocumentTerritoire:
        values = {"edition": territoires.profils.edition("ouvert"), "format": "pdf"} | changes
        return DocumentTerritoire.objects.create(
            cle=cle, sha256=keep_bytes(octets), taille=len(octets), **values
        )

    kept = keep("1", b"same")
    twin, former, old = (
        keep("2", b"same", edition="x"),
        keep("3", b"b", edition="x"),
        keep("4", b"c"),
    )
    DocumentTerritoire.objects.filter(pk=old.pk).update(cree_le=timezone.now() - timedelta(days=31))
    assert purge() == 3
    assert list(DocumentTerritoire.objects.all()) == [kept]
    assert twin.chemin.exists() and not former.chemin.exists() and not old.chemin.exists()
