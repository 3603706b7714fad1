"""Pages of the restricted deposits: who opens what, what they show, what they never give."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.comptes.factories import member
from tests.plateforme.html_valide import faults
from tests.plateforme.observations.conftest import (  # noqa: F401
    commits,
    membre,
    region_inventee,
)
from tests.plateforme.observations.fabrique import CSV, controle, deposer, upload
from tests.plateforme.observations.factories import DepotFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def get(client, name, depot=None, **query):
    address = reverse(f"observatoire:{name}", args=[depot.identifiant] if depot else [])
    return client.get(address, query)


def post(client, name, depot, **data):
    address = reverse(f"observatoire:{name}", args=[depot.identifiant])
    return client.post(address, {"version": depot.version, **data})


def test_every_page_is_valid_html(client):
    ors = member(Role.ORS)
    client.force_login(ors)
    for name in ("depots", "nouveau_depot"):
        page = get(client, name)
        assert page.status_code == 200
        assert faults(page.content.decode()) == []
    for depot in (DepotFactory(), DepotFactory(controle=True), DepotFactory(actif=True)):
        page = get(client, "depot", depot)
        assert page.status_code == 200
        assert faults(page.content.decode()) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORS, Role.ORS_VALIDATEUR}))
def test_no_other_role_sees_a_deposit(client, role):
    client.force_login(member(role))
    assert get(client, "depots").status_code == 403
    assert get(client, "depot", DepotFactory()).status_code == 404


def test_the_observatory_of_another_region_sees_nothing(client):
    client.force_login(member(Role.ORS))
    depot = DepotFactory(region="53")
    assert get(client, "depot", depot).status_code == 404
    assert "53" not in re.findall(r"depot_\d+", get(client, "depots").content.decode())


def test_the_whole_course_in_the_browser(client, region_inventee):  # noqa: F811
    """Upload, mapping, check, approval by another person, figures, end."""
    ors, validateur = membre(Role.ORS), membre(Role.ORS_VALIDATEUR)
    client.force_login(ors)
    sent = client.post(
        reverse("observatoire:nouveau_depot"),
        {
            "region": "99", "code": "cepidc_fictif", "titre": "Décès domiciliés",
            "fichier": upload((region_inventee / CSV).read_bytes()),
            "toml": upload((region_inventee / "depot.toml").read_bytes(), "depot.toml"),
        },
    )  # fmt: skip
    depot = DepotRestreint.objects.get()
    assert depot.fictif and sent["Location"].endswith(f"{depot.identifiant}/decrire/")
    form = client.get(sent["Location"]).context["form"]
    answers = {name: value for name, value in form.initial.items() if value is not None}
    assert client.post(sent["Location"], answers).status_code == 302
    assert "Contrôler" in get(client, "depot", depot).content.decode()
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.CONTROLE, depot.bilan
    page = get(client, "depot", depot).content.decode()
    assert "autre personne" in page or "Seule la validation" in page
    assert post(client, "approuver_depot", depot).status_code == 403
    client.force_login(validateur)
    page = get(client, "depot", depot).content.decode()
    assert "Approuver" in page and "extrait fictif" in page
    assert post(client, "approuver_depot", depot).status_code == 302
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.ACTIF and not Fichier.objects.exists()
    page = get(client, "chiffres_depot", depot, territoire="region:99", usage="diagnostic")
    assert "<table" in page.content.decode() and "(extrait fictif)" in page.content.decode()
    assert post(client, "retirer_depot", depot, motif="Fin de l’essai.").status_code == 302
    assert get(client, "chiffres_depot", depot).status_code == 403


def test_a_use_that_is_not_permitted_is_not_offered(client, region_inventee):  # noqa: F811
    from tests.plateforme.observations.fabrique import actif

    ors, validateur = membre(Role.ORS), membre(Role.ORS_VALIDATEUR)
    depot = actif(ors, validateur, region_inventee, usages_permis=["diagnostic"])
    client.force_login(ors)
    page = get(client, "chiffres_depot", depot, territoire="region:99", usage="interne")
    assert "<table" not in page.content.decode()


def test_what_the_engine_refused_is_told_on_the_page(client, region_inventee):  # noqa: F811
    ors = membre(Role.ORS)
    text = (
        (region_inventee / CSV)
        .read_text("utf-8")
        .replace("00001;2013;1;0-4;", "00777;2013;1;0-4;", 1)
    )
    depot = deposer(ors, region_inventee, upload=upload(text))
    client.force_login(ors)
    address = reverse("observatoire:decrire_depot", args=[depot.identifiant])
    initial = client.get(address).context["form"].initial
    client.post(address, {k: v for k, v in initial.items() if v is not None})
    drain()
    page = get(client, "depot", depot).content.decode()
    assert "commune du COG" in page, DepotRestreint.objects.get().bilan
    assert re.search(r"Ligne 2, colonne «.COM.»", page)
    assert "Corriger la description" in page


def test_small_totals_are_never_on_a_page(client, region_inventee):  # noqa: F811
    ors = membre(Role.ORS)
    depot = deposer(ors, region_inventee)
    DepotRestreint.objects.update(
        totaux={"effectif": 120, "par_sexe": {"hommes": 3, "femmes": 117}, "par_periode": {}}
    )
    client.force_login(ors)
    page = get(client, "decrire_depot", depot).content.decode()
    assert 'value="3"' not in page and 'value="117"' not in page


def test_a_form_sent_twice_deposits_once(client, region_inventee):  # noqa: F811
    client.force_login(membre(Role.ORS))
    address = reverse("observatoire:nouveau_depot")
    token = re.search(r'name="jeton" value="(\w+)"', client.get(address).content.decode())[1]
    for _ in range(2):
        answer = client.post(
            address,
            {"region": "99", "code": "un", "titre": "Un", "jeton": token,
             "fichier": upload((region_inventee / CSV).read_bytes())},
        )  # fmt: skip
        assert answer.status_code == 302
    assert DepotRestreint.objects.count() == 1


def test_a_stale_approval_is_a_clear_page(client, region_inventee):  # noqa: F811
    depot = controle(membre(Role.ORS), region_inventee)
    client.force_login(membre(Role.ORS_VALIDATEUR))
    stale = post(client, "approuver_depot", depot, version=depot.version - 1)
    assert stale.status_code == 409
    assert client.post(
        reverse("observatoire:approuver_depot", args=[depot.identifiant])
    ).status_code == 400  # fmt: skip
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.CONTROLE


@pytest.mark.parametrize("nom", ["extrait.exe", "extrait.csv"])
def test_a_bad_file_is_an_error_beside_its_field(client, nom):
    client.force_login(member(Role.ORS))
    address = reverse("observatoire:nouveau_depot")
    data = {"region": "24", "code": "un", "titre": "Un titre", "fichier": upload(b"\x00", nom)}
    page = client.post(address, data)
    assert page.status_code == 422
    text = page.content.decode()
    assert "id_fichier_error" in text and 'value="Un titre"' in text


def test_no_address_serves_what_was_uploaded(client, region_inventee, settings):  # noqa: F811
    ors = membre(Role.ORS)
    depot = deposer(ors, region_inventee)
    client.force_login(ors)
    sha = depot.fichier.sha256
    for path in (f"/media/{sha[:2]}/{sha}", f"/fichiers/{sha}", f"/{sha}", f"/static/{sha}"):
        assert client.get(path).status_code == 404
    secret = (region_inventee / CSV).read_bytes()[200:260]
    names = [str(n) for n in get_resolver("ancrage.plateforme.web.observatoire.urls").reverse_dict]
    pages = [n for n in names if n.endswith("_depot") and n != "nouveau_depot"] + ["depot"]
    assert len(pages) == 8
    for name in pages:
        address = reverse(f"observatoire:{name}", args=[depot.identifiant])
        assert secret not in client.get(address).content
    assert Path(depot.fichier.chemin).is_file()


def test_the_list_runs_the_same_queries_however_long(client, django_assert_max_num_queries):
    client.force_login(member(Role.ORS))
    DepotFactory.create_batch(2)
    get(client, "depots")
    with django_assert_max_num_queries(12) as few:
        get(client, "depots")
    DepotFactory.create_batch(10)
    with django_assert_max_num_queries(len(few.captured_queries)):
        get(client, "depots")
