"""A legal text published anew: past acts keep what they cited."""

from datetime import date, timedelta

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import visas_in_force
from ancrage.plateforme.doctrine.models import Visa
from ancrage.plateforme.doctrine.services.chargement import load_doctrine, load_visas
from ancrage.plateforme.doctrine.services.visas import publish_visa, try_visa
from tests.plateforme.comptes.factories import member

pytestmark = pytest.mark.django_db
JOUR = date(2027, 1, 1)


@pytest.fixture
def siege():
    load_doctrine("24")
    return member(Role.ARS_SIEGE)


def publish(acteur, **changes):
    values = {
        "region": "24", "texte": "Vu l’article L.1434-10 réécrit (essai) ;", "source": "essai",
        "date_texte": date(2026, 12, 1), "date_debut": JOUR,
    }  # fmt: skip
    return publish_visa(acteur=acteur, **values | changes)


def test_a_new_wording_follows_the_last_and_keeps_its_place(siege):
    ancien = Visa.objects.get(code="csp-cls", date_fin__isnull=True)
    made = publish(siege, ancien=ancien)
    assert (made.code, made.numero, made.rang) == ("csp-cls", ancien.numero + 1, ancien.rang)
    eve = visas_in_force("24", on=JOUR - timedelta(days=1))
    assert ancien in eve and made not in eve
    assert visas_in_force("24", on=JOUR)[0] == made
    assert load_visas("24") == 0  # the catalogue does not undo what the ARS published
    with pytest.raises(ActeRefuse, match="plus la dernière"):
        publish(siege, ancien=Visa.objects.get(pk=ancien.pk))


def test_one_more_text_is_cited_last(siege):
    made = publish(siege)
    assert visas_in_force("24", on=JOUR)[-1] == made
    assert publish(siege).code != made.code


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"texte": " "}, "Il manque"),
        ({"date_texte": date(2028, 1, 1)}, "avant sa date"),
        ({"region": "53"}, "Seul le siège"),
    ],
)
def test_a_wrong_text_is_refused(siege, changes, words):
    before = Visa.objects.count()
    with pytest.raises(ActeRefuse, match=words):
        publish(siege, **changes)
    assert Visa.objects.count() == before


def test_a_text_is_tried_without_being_kept(siege):
    before = Visa.objects.count()
    tried = try_visa(
        acteur=siege, region="24", texte="Vu ;", source="essai", date_texte=JOUR, date_debut=JOUR
    )
    assert tried.texte == "Vu ;"
    assert Visa.objects.count() == before
