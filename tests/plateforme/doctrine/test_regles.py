"""The doctrine: which rule holds on which day, what cannot change, who lays it down."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import (
    doctrine_in_force,
    rule_in_force,
    rules_in_force,
    visas_in_force,
)
from ancrage.plateforme.doctrine.models import Doctrine, RegleRegionale, Visa
from ancrage.plateforme.doctrine.parametres import read_parametres
from ancrage.plateforme.doctrine.services.chargement import load_doctrine, regions_written
from ancrage.plateforme.doctrine.services.regles import NouvelleRegle, publish_doctrine
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.travaux.registre import taches
from tests.plateforme.comptes.factories import member

pytestmark = pytest.mark.django_db

AVANT, APRES = date(2016, 12, 31), date(2017, 1, 1)  # the eve and the day of the 2017 guide
SIX = NouvelleRegle("R6", "Trois à six.", "alerte", "essai", {"minimum": 3, "maximum": 6})


@pytest.fixture
def doctrine() -> Doctrine:
    load_doctrine("24")
    return Doctrine.objects.latest("date_debut")


def publish(acteur, **changes):
    values = {
        "region": "24", "date_debut": date(2026, 1, 1), "libelle": "Essai", "source": "essai",
        "regles": [SIX],
    }  # fmt: skip
    return publish_doctrine(acteur=acteur, **values | changes)


def test_the_catalogue_loads_once(doctrine):
    counts = RegleRegionale.objects.count(), Visa.objects.count(), Acte.objects.count()
    assert load_doctrine("24") == 0
    assert (RegleRegionale.objects.count(), Visa.objects.count(), Acte.objects.count()) == counts


def test_an_installation_loads_the_catalogue_by_itself():
    assert taches()["doctrine.chargement"].fonction(None) == {"24": 9}  # 3 editions, 6 texts
    assert taches()["doctrine.chargement"].fonction(None) == {"24": 0}


def test_every_region_written_gives_the_21_rules_today(doctrine):
    for region in regions_written():
        load_doctrine(region)
        found = rules_in_force(region, on=date(2026, 11, 22))
        assert list(found) == [f"R{numero}" for numero in range(1, 22)]
        assert all(rule.lus is not None for rule in found.values())


def test_the_band_of_priorities_came_with_the_2017_guide(doctrine):
    assert rule_in_force("24", "R6", on=AVANT) is None
    rule = rule_in_force("24", "R6", on=APRES)
    assert [count for count in range(1, 11) if rule.lus.holds(count)] == [3, 4, 5]


def test_the_resources_became_a_part_of_the_diagnosis_in_2017(doctrine):
    before, after = (rule_in_force("24", "R7", on=day) for day in (AVANT, APRES))
    assert before.lus.volets == ("quantitatif", "qualitatif")
    assert after.lus.volets == ("quantitatif", "qualitatif", "ressources")
    assert after.lus.renouvellement == ("delta", "qualitatif", "ressources")


def test_a_doctrine_holds_the_rules_of_its_days_and_no_other(doctrine):
    old = doctrine_in_force("24", on=AVANT)
    assert set(old.regles.all()) == set(rules_in_force("24", on=AVANT).values())
    new = doctrine_in_force("24", on=APRES)
    assert set(new.regles.all()) == set(rules_in_force("24", on=APRES).values())
    assert old.delais == new.delais


def test_a_region_without_doctrine_says_who_publishes_it():
    with pytest.raises(ActeRefuse, match=r"n’a pas de doctrine.*siège de l’ARS"):
        doctrine_in_force("53", on=APRES)


@pytest.mark.parametrize(
    ("day", "article", "laws"),
    [
        (date(2011, 6, 1), "L.1434-17", ["hpst"]),
        (date(2016, 6, 1), "L.1434-10", ["hpst", "loi-2016"]),
        (date(2023, 6, 1), "2022-217", ["hpst", "loi-2016", "3ds"]),
    ],
)
def test_an_act_cites_the_law_of_its_day(doctrine, day, article, laws):
    first, *others = visas_in_force("24", on=day)
    assert first.code == "csp-cls"
    assert article in first.texte
    assert [visa.code for visa in others] == laws


def test_a_change_closes_the_former_version_and_keeps_the_others(doctrine):
    siege = member(Role.ARS_SIEGE)
    new = publish(siege)
    day = new.date_debut
    assert rule_in_force("24", "R6", on=day - timedelta(days=1)).lus.maximum == 5
    assert rule_in_force("24", "R6", on=day).lus.maximum == 6
    assert rule_in_force("24", "R20", on=day) == rule_in_force("24", "R20", on=APRES)
    assert doctrine_in_force("24", on=day - timedelta(days=1)) == doctrine
    assert Acte.objects.of(new).get().acteur_label == str(siege)


def test_the_catalogue_does_not_undo_what_the_ars_published(doctrine):
    publish(member(Role.ARS_SIEGE))
    assert load_doctrine("24") == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ARS_SIEGE])
def test_no_other_role_lays_the_doctrine_down(doctrine, role):
    with pytest.raises(ActeRefuse, match="Seul le siège"):
        publish(member(role))


def test_the_head_office_of_another_region_is_refused(doctrine):
    with pytest.raises(ActeRefuse, match="Seul le siège"):
        publish(member(Role.ARS_SIEGE, code="53"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date_debut": date(2024, 1, 1)}, "commence après"),
        ({"delais": {"ateliers": 0}}, "délai"),
        ({"regles": [NouvelleRegle("R6", "x", "interdit", "s", SIX.parametres)]}, "effet"),
        ({"regles": [NouvelleRegle("R6", " ", "alerte", "s", SIX.parametres)]}, "énoncé"),
        ({"regles": [NouvelleRegle("R22", "x", "alerte", "s")]}, "R1 à R21"),
    ],
)
def test_a_wrong_edition_is_refused_and_nothing_stays(doctrine, changes, words):
    with pytest.raises(ActeRefuse, match=words):
        publish(None, **changes)
    assert Doctrine.objects.latest("date_debut") == doctrine


@pytest.mark.parametrize(
    ("code", "values", "where"),
    [
        ("R6", {"minimum": 5, "maximum": 3}, "paramètres"),
        ("R6", {"minimum": 3}, "maximum"),
        ("R20", {"usuelle": 3, "maximale": 5, "autre": 1}, "autre"),
        ("R1", {"minimum": 3}, "minimum"),
        ("R2", {"domaines": ["sport"]}, "domaines"),
        ("R18", {"permis": [["prevention", "ailleurs"]]}, "permis"),
        ("R16", {"etp": 0}, "etp"),
    ],
)
def test_a_wrong_parameter_is_named(code, values, where):
    with pytest.raises(ActeRefuse, match=f"Règle {code}, « {where}"):
        read_parametres(code, values)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (RegleRegionale, {"parametres": {"minimum": 1, "maximum": 9}}),
        (RegleRegionale, {"enonce": "autre"}),
        (RegleRegionale, {"date_debut": date(2000, 1, 1)}),
        (Doctrine, {"delais": {}}),
        (Visa, {"texte": "autre"}),
    ],
)
def test_the_database_refuses_to_change_a_version(doctrine, model, change):
    row = model.objects.filter(region="24").first()
    for write in (lambda: model.objects.filter(pk=row.pk).update(**change), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_the_database_refuses_to_move_an_end(doctrine):
    closed = RegleRegionale.objects.filter(date_fin__isnull=False)
    assert closed.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        closed.update(date_fin=None)


def test_the_database_freezes_the_set_of_rules_of_an_edition(doctrine):
    with pytest.raises(IntegrityError), transaction.atomic():
        doctrine.regles.clear()
    closed = Doctrine.objects.get(numero=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        closed.regles.add(rule_in_force("24", "R6", on=APRES))
