"""The contract of the API: the same figures as the command, one shape of errors, nothing hidden."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from ancrage.cli.application import app
from ancrage.plateforme.comptes.jetons import JetonApi
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.jetons import create_token
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.api import acces
from ancrage.plateforme.web.api.schemas_profil import Profil as ProfilDecrit
from ancrage.plateforme.web.socle import debit
from tests.plateforme.comptes.factories import member

pytestmark = pytest.mark.django_db
METROPOLE = "epci:244500468"
RACINE = "/api/v1"


def get(client, path, **headers):
    return client.get(f"{RACINE}{path}", headers=headers)


def bearer(person, portees=(), libelle="essai"):
    _, secret = create_token(
        acteur=person,
        libelle=libelle,
        portees=portees,
        fin=timezone.localdate() + timedelta(days=9),
    )
    return {"Authorization": f"Bearer {secret}"}


def is_problem(answer, status, code, nature):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"/api/v1/#probleme-{nature}"
    assert body["title"] and body["detail"]
    return body


# --- the same figures


def test_the_profile_is_that_of_the_command(client, tmp_path):
    out = tmp_path / "profil.json"
    result = CliRunner().invoke(app, ["profil", METROPOLE, "--format", "json", "-o", str(out)])
    assert result.exit_code == 0, result.output
    told = json.loads(out.read_text())
    served = get(client, f"/territoires/{METROPOLE}/profil").json()
    assert served == told
    assert {smoothed["indicateur"] for smoothed in served["lissages"]} == {"M03-BRUT", "P02-NAT"}
    assert all("jamais à conclure" in smoothed["mention"] for smoothed in served["lissages"])


def test_the_description_names_every_key_of_a_profile(client):
    served = get(client, f"/territoires/{METROPOLE}/profil").json()
    assert served["lissages"] and served["tests"]["tests"]
    assert ProfilDecrit.model_validate(served).model_dump(by_alias=True) == served


def test_the_csv_of_a_profile_is_that_of_the_page(client):
    page = client.get(reverse("observatoire:telecharger", args=[METROPOLE, "csv"])).content
    by_parameter = get(client, f"/territoires/{METROPOLE}/profil?format=csv")
    by_header = get(client, f"/territoires/{METROPOLE}/profil", Accept="text/csv")
    assert by_parameter.content == page == by_header.content
    assert by_header["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize(("code", "niveau"), [("S01", "commune"), ("S05", "epci"), ("M03", "epci")])
def test_a_value_over_the_region_is_that_of_the_profile(client, code, niveau):
    """Secret, missing, borrowed and plain values alike."""
    answer = get(client, f"/indicateurs/{code}/valeurs?niveau={niveau}&limit=500").json()
    rows = {}
    for row in answer["resultats"]:
        if row["periode"]:
            rows.setdefault(row["code"], {})[row["periode"], row["sexe"]] = row
    masked = [c for c, held in rows.items() if any(r["value"] is None for r in held.values())]
    drawn = [*masked[:3], *sorted(rows)[:5]]
    # The last area of a page may be cut: it is not compared whole.
    for area in (one for one in drawn if one != answer["resultats"][-1]["code"]):
        profile = profils.profil_of(profils.find_territoire(area))
        theirs = {(v.periode, v.sexe): v for v in profile.indicateurs if v.code == code}
        assert set(theirs) == set(rows[area])
        for key, row in rows[area].items():
            for name in ("value", "numerator", "denominator", "lower", "upper", "status"):
                assert row[name] == getattr(theirs[key], name), (area, key, name)
            assert row["geographie"] == theirs[key].geographie.code
            assert row["source"] == theirs[key].source.code


def test_a_masked_value_is_null_beside_its_status_and_empty_in_csv(client):
    path = "/indicateurs/S01/valeurs?niveau=commune"
    rows, offset = [], 0
    while offset is not None:
        page = get(client, f"{path}&limit=500&offset={offset}").json()
        rows += page["resultats"]
        offset = page["offset"] + 500 if page["suivant"] else None
    secret = [row for row in rows if row["status"] == "secret"]
    assert secret
    for row in secret:
        assert {row[n] for n in ("value", "lower", "upper", "numerator")} == {None}
    text = get(client, f"{path}&format=csv").content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(read) == len(rows)
    assert {row["value"] for row in read if row["status"] == "secret"} == {""}


def test_an_awaited_indicator_says_what_it_waits_for(client):
    item = next(i for i in profils.catalogue().values() if not i.computed and i.attente)
    body = is_problem(get(client, f"/indicateurs/{item.code}/valeurs"), 404, 5, "source-attendue")
    assert item.attente.producteur in body["detail"]


def test_csv_runs_no_formula(client, monkeypatch):
    from ancrage.plateforme.observations import valeurs

    row = dict.fromkeys((*valeurs.COLONNES, "geographie", "source"))
    forged = ({"code": "x", "libelle": "=HYPERLINK(1)", **row, "motif": "@SUM(A1)", "value": -1.5},)
    monkeypatch.setattr(valeurs, "values_over", lambda *args: forged)
    text = get(client, "/indicateurs/S01/valeurs?format=csv").content.decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert "'=HYPERLINK(1)" in cells and "'@SUM(A1)" in cells
    assert "-1,5" in cells


# --- lists


@pytest.mark.parametrize(
    "path",
    [
        "/territoires?niveau=commune",
        "/territoires?q=saint",
        "/indicateurs?etat=calcule",
        f"/territoires/{METROPOLE}/communes",
        "/indicateurs/S05/valeurs?niveau=epci",
    ],
)
def test_pages_follow_each_other_without_loss_nor_double(client, path):
    whole = get(client, f"{path}{'&' if '?' in path else '?'}limit=500").json()["resultats"]
    seen, url = [], f"{RACINE}{path}{'&' if '?' in path else '?'}limit=7"
    while url and len(seen) < 35:
        answer = client.get(url)
        body = answer.json()
        seen += body["resultats"]
        url = body["suivant"]
        assert (f'<{url}>; rel="next"' in answer.get("Link", "")) == bool(url)
    assert seen == whole[: len(seen)]
    assert len({json.dumps(row, sort_keys=True) for row in seen}) == len(seen)


def test_the_search_forgives_accents_and_typing(client):
    found = get(client, "/territoires?q=orlean").json()["resultats"]
    assert "commune:45234" in [row["code"] for row in found[:3]]


def test_similar_areas_are_given_with_their_reasons(client):
    body = get(client, f"/territoires/{METROPOLE}/semblables").json()
    assert len(body["resultats"]) == 10
    assert all(row["raisons"] and row["difference"] for row in body["resultats"])


# --- freshness


def test_what_has_not_changed_is_not_sent_again(client, monkeypatch):
    first = get(client, "/indicateurs/S01")
    again = get(client, "/indicateurs/S01", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    other = get(client, "/indicateurs/S05", **{"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    monkeypatch.setattr(profils, "edition", lambda: "une autre édition")
    assert get(client, "/indicateurs/S01", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_a_compressed_answer_keeps_its_state(client):
    first = get(client, "/indicateurs", **{"Accept-Encoding": "gzip"})
    assert first["ETag"].startswith("W/")
    again = get(client, "/indicateurs", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_json_and_csv_are_two_states(client):
    path = f"/territoires/{METROPOLE}/profil"
    tag = get(client, path)["ETag"]
    other = get(client, path, Accept="text/csv", **{"If-None-Match": tag})
    assert other.status_code == 200


# --- limits


@pytest.fixture
def une_fenetre(monkeypatch):
    """Let no minute end in the middle of a test."""
    monkeypatch.setattr(debit, "FENETRE", 10**9)


def test_beyond_the_limit_one_waits(client, une_fenetre, monkeypatch):
    monkeypatch.setitem(acces.DEBITS, "anonyme", 3)
    answers = [get(client, "/indicateurs/S01") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    body = is_problem(answers[-1], 429, 4, "trop-de-demandes")
    assert 1 <= int(answers[-1]["Retry-After"]) <= debit.FENETRE + 1
    assert answers[-1]["Retry-After"] in body["remede"]
    assert client.get(f"{RACINE}/indicateurs/S01", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_token_has_its_own_limit_and_a_refused_one_spends_that_of_the_address(
    client, une_fenetre, monkeypatch
):
    monkeypatch.setitem(acces.DEBITS, "anonyme", 2)
    headers = bearer(member(Role.COORDONNATEUR))
    assert {get(client, "/indicateurs/S01", **headers).status_code for _ in range(4)} == {200}
    forged = {"Authorization": "Bearer ancrage_" + "x" * 43}
    statuses = [get(client, "/indicateurs/S01", **forged).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


def test_a_state_that_has_not_changed_counts_too(client, une_fenetre, monkeypatch):
    tag = get(client, "/indicateurs/S01")["ETag"]
    monkeypatch.setitem(acces.DEBITS, "anonyme", 2)
    headers = {"If-None-Match": tag}
    assert [get(client, "/indicateurs/S01", **headers).status_code for _ in range(2)] == [304, 429]


# --- tokens


@pytest.mark.parametrize(
    "header", ["Bearer x", "Bearer ", "Basic YTpi", "ancrage_x", "Bearer ancrage_é"]
)
def test_a_forged_token_is_refused_not_ignored(client, header):
    answer = client.get(f"{RACINE}/indicateurs/S01", headers={"Authorization": header})
    is_problem(answer, 401, 4, "jeton-refuse")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_does_not_even_get_a_304(client):
    headers = bearer(member(Role.COORDONNATEUR))
    tag = get(client, "/indicateurs/S01", **headers)["ETag"]
    JetonApi.objects.update(revoque_le=timezone.now())
    answer = get(client, "/indicateurs/S01", **headers, **{"If-None-Match": tag})
    is_problem(answer, 401, 4, "jeton-refuse")


PROTEGE = f"/territoires/{METROPOLE}/profil?usage=interne"


def test_protected_values_ask_for_the_scope_and_the_role(client):
    is_problem(get(client, PROTEGE), 403, 4, "refus")
    scope = ["valeurs_protegees"]
    is_problem(get(client, PROTEGE, **bearer(member(Role.ORS))), 403, 4, "refus")
    is_problem(get(client, PROTEGE, **bearer(member(Role.ELU), scope)), 403, 4, "refus")
    is_problem(get(client, PROTEGE, **bearer(member(Role.ARS_SIEGE), scope)), 403, 4, "refus")
    answer = get(client, PROTEGE, **bearer(member(Role.ORS), scope))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_protected_values_are_sent_again_once_a_deposit_has_changed_them(client, monkeypatch):
    """A deposit made for diagnoses alone leaves the open edition of the figures as it was."""
    address = PROTEGE.replace("interne", "diagnostic")
    headers = bearer(member(Role.ORS), ["valeurs_protegees"])
    tag = get(client, address, **headers)["ETag"]
    assert get(client, address, **headers, **{"If-None-Match": tag}).status_code == 304
    told = profils.edition
    monkeypatch.setattr(
        profils, "edition", lambda *use: told(*use) + ("-depot" if use == ("diagnostic",) else "")
    )
    assert get(client, address, **headers, **{"If-None-Match": tag}).status_code == 200


def test_the_observatory_of_another_region_reads_no_protected_value(client):
    person = member(Role.ORS, code="53")
    headers = bearer(person, ["valeurs_protegees"])
    is_problem(get(client, PROTEGE, **headers), 403, 4, "refus")


def test_a_token_waits_for_the_second_factor_of_its_owner(client):
    person = member(Role.ORS)
    headers = bearer(person)
    person.authenticator_set.all().delete()
    is_problem(get(client, "/indicateurs/S01", **headers), 401, 4, "jeton-refuse")


def test_the_session_plays_no_part(client):
    client.force_login(member(Role.ORS))
    is_problem(get(client, PROTEGE), 403, 4, "refus")
    assert "Set-Cookie" not in get(client, "/indicateurs/S01").headers


# --- errors


def test_an_unknown_area_is_a_problem_that_says_what_to_do(client):
    body = is_problem(get(client, "/territoires/commune:1004"), 404, 2, "inconnu")
    assert "01004" in body["remede"]


def test_each_wrong_parameter_is_named_in_french(client):
    answer = get(client, "/territoires?limit=0&offset=x&niveau=rue")
    body = is_problem(answer, 422, 2, "demande-illisible")
    said = {fault["parametre"]: fault["message"] for fault in body["erreurs"]}
    assert said == {
        "limit": "La plus petite valeur admise est 1.",
        "offset": "Un nombre entier est attendu.",
        "niveau": "Valeurs admises : 'commune', 'epci' ou 'departement'.",
    }


@pytest.mark.parametrize("path", ["/rien", "/territoires/", "/indicateurs/S01/rien", "2/"])
def test_an_address_outside_the_api_is_a_problem_too(client, path):
    is_problem(get(client, path), 404, 2, "inconnu")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_the_api_writes_nothing(client, method):
    answer = getattr(client, method)(f"{RACINE}/indicateurs")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize("path", ["/territoires", "/indicateurs", "/perimetres", "/diagnostics"])
def test_a_list_asked_for_in_csv_is_never_answered_in_json(client, path):
    is_problem(get(client, f"{path}?format=csv"), 406, 2, "format")
    assert get(client, f"{path}?format=json").status_code == 200


def test_a_format_that_we_do_not_have_is_refused(client):
    is_problem(
        get(client, f"/territoires/{METROPOLE}/profil", Accept="image/png"), 406, 2, "format"
    )


def test_a_bug_is_answered_in_the_same_shape_and_says_nothing_of_the_inside(
    client, monkeypatch, caplog
):
    def broken(*args):
        raise RuntimeError("chemin/secret.py")

    monkeypatch.setattr(profils, "profil_of", broken)
    answer = get(client, f"/territoires/{METROPOLE}/profil")
    is_problem(answer, 500, 1, "panne")
    assert b"secret" not in answer.content
    assert "broke down" in caplog.text


def test_other_sites_may_read_what_is_public(client):
    answer = get(client, "/indicateurs/S01")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in answer["Vary"]
