"""Pages of error: in French, with the right status, and the typed text given back."""

import pytest
from django.db import DatabaseError
from django.test import Client

from ancrage.plateforme.web.socle import erreurs
from tests.plateforme.html_valide import faults

SECRET = "Un mot de passe très long"


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("get", "/nulle-part/", 404, "Page introuvable"),
        ("get", "/essai/interdit/", 403, "réservée à l’observatoire"),
        ("get", "/essai/refuse/", 400, "Ouvrez un avenant"),
        ("get", "/essai/concurrent/", 409, "Relisez."),
        ("get", "/essai/moteur/3/", 400, "Prenez l’EPCI."),
        ("get", "/essai/moteur/4/", 403, "territoire libre"),
        ("get", "/essai/moteur/5/", 404, "territoire libre"),
        ("get", "/essai/poste/", 405, "Action impossible"),
        ("get", "/essai/trop/", 429, "Attendez une minute"),
    ],
)
def test_an_error_has_its_page(membre, method, path, status, said):
    response = getattr(membre, method)(path)
    html = response.content.decode()
    assert response.status_code == status
    assert said in html and "Que faire" in html
    assert faults(html) == []


def test_the_page_of_a_refusal_gives_the_text_back_but_no_password(membre):
    html = membre.post(
        "/essai/refuse/", {"constat": "Deux <b>médecins</b> partent", "password1": SECRET}
    ).content.decode()
    assert "Deux &lt;b&gt;médecins&lt;/b&gt; partent" in html
    assert SECRET not in html
    assert faults(html) == []


def test_too_large_a_send_is_a_413(membre, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = membre.post("/essai/fiche/", {"objectif": "a" * 500})
    assert response.status_code == 413
    assert "trop volumineux" in response.content.decode()


def test_headers_of_a_bare_answer_stay(membre):
    assert membre.get("/essai/poste/")["Allow"] == "POST"
    assert membre.get("/essai/trop/")["Retry-After"] == "60"


def test_an_old_form_gives_its_text_back(membre, settings):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = membre.cookies
    response = strict.post("/essai/fiche/", {"objectif": "Mon long texte"})
    assert response.status_code == 403
    html = response.content.decode()
    assert "trop longtemps" in html and "Mon long texte" in html


def test_a_bug_shows_a_page_without_the_database(membre, django_assert_num_queries, rf):
    with django_assert_num_queries(0):
        response = erreurs.handler500(rf.get("/"))
    html = response.content.decode()
    assert response.status_code == 500 and "panne" in html
    assert faults(html) == []
    membre.raise_request_exception = False
    assert "panne" in membre.get("/essai/panne/").content.decode()


def test_an_error_while_the_database_is_down_still_answers(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(erreurs, "render", broken)
    response = erreurs.handler404(rf.get("/x/"), Exception())
    assert response.status_code == 404 and "Page introuvable" in response.content.decode()


def test_an_error_page_before_the_person_is_known(rf):
    response = erreurs.handler400(rf.get("/x/"), Exception())
    assert response.status_code == 400 and "Demande illisible" in response.content.decode()
