"""What a version of a rule would change, read before it is published and not kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.contrats.effets_doctrine import effects_of_rule
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.doctrine.models import RegleRegionale
from ancrage.plateforme.doctrine.services.regles import NouvelleRegle, publish_doctrine
from tests.plateforme.contrats.factories import Equipe, bring_fact, opened, taken_over

pytestmark = pytest.mark.django_db
JOUR = date(2027, 1, 1)


def effects(equipe, code, effet, **parametres):
    rule = NouvelleRegle(code, "Énoncé d’essai.", effet, "essai", parametres)
    return effects_of_rule(
        region="24", code=code, on=JOUR,
        publish=lambda: publish_doctrine(
            acteur=equipe.siege, region="24", date_debut=JOUR, libelle="Essai", source="essai",
            regles=[rule],
        ),
    )  # fmt: skip


def test_a_narrower_band_touches_who_has_too_many_priorities_and_is_not_kept():
    equipe, day = Equipe(), timezone.localdate() - timedelta(days=60)
    contrat = opened(equipe, day)
    bring_fact(equipe, contrat, "priorites_retenues", day, priorites=5)
    taken_over(equipe, Etat.EN_OEUVRE, day, nom="CLS signé")
    rows = RegleRegionale.objects.count()
    found = effects(equipe, "R6", "alerte", minimum=3, maximum=4)
    assert (found.contrats, found.signes) == (1, 1)
    assert {(one.acte, one.avant, one.apres) for one in found.touches} == {
        ("ouvrir les ateliers", "constaté", "alerte"),
        ("soumettre à la validation", "constaté", "manque"),
        ("signer le contrat", "constaté", "manque"),
    }
    assert "5 priorités" in found.touches[0].detail
    assert RegleRegionale.objects.count() == rows
    assert rule_in_force("24", "R6", on=JOUR).lus.maximum == 5


def test_the_same_rule_touches_nobody_and_one_without_step_says_so():
    equipe = Equipe()
    opened(equipe, timezone.localdate())
    assert effects(equipe, "R6", "alerte", minimum=3, maximum=5).touches == ()
    assert effects(equipe, "R5", "information").etapes == ()


def test_a_step_already_behind_is_not_asked_again():
    equipe, day = Equipe(), timezone.localdate() - timedelta(days=60)
    taken_over(equipe, Etat.REDACTION, day, nom="CLS en rédaction")
    found = effects(equipe, "R14", "bloque", realisation=2, resultat=2)
    assert (found.etapes, found.effets) == (("ouvrir la rédaction",), ())
