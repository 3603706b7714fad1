"""The audit: append-only, chained, and silent about personal values."""

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.comptes.models import Organisation, Utilisateur
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.journal.services import find_break, record, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return Organisation.objects.create(region="99", type="epci", nom="Communauté d'essai")


def test_a_change_is_recorded_with_its_differences(organisation):
    before = snapshot(organisation)
    organisation.nom = "Communauté renommée"
    organisation.save()
    acte = record(acteur=None, action="renommer", objet=organisation, before=before, motif="Vote")
    assert acte.differences == {"nom": ["Communauté d'essai", "Communauté renommée"]}
    assert (acte.region, acte.acteur_label, acte.motif) == ("99", "Ancrage", "Vote")


@pytest.mark.parametrize("field", ["action", "differences", "motif", "empreinte"])
def test_no_row_can_be_changed(organisation, field):
    acte = record(acteur=None, action="creer", objet=organisation)
    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        Acte.objects.filter(pk=acte.pk).update(**{field: "autre"})


def test_no_row_can_be_deleted(organisation):
    acte = record(acteur=None, action="creer", objet=organisation)
    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        acte.delete()


def test_the_chain_holds_and_shows_where_it_was_altered(organisation):
    actes = [record(acteur=None, action=f"acte {n}", objet=organisation) for n in range(4)]
    assert find_break() is None
    actes[2].motif = "autre"
    assert find_break(actes) == 3
    assert find_break([actes[0], actes[3]]) == actes[3].rang


def test_a_personal_value_is_never_readable_in_the_audit():
    user = Utilisateur.objects.create(email="a@demo.example", prenom="Anne", nom="Exemple")
    before = snapshot(user)
    user.nom = "Nouveau"
    user.save()
    acte = record(acteur=user, action="modifier", objet=user, before=before)
    assert list(acte.differences) == ["nom"]
    assert "Exemple" not in str(acte.differences)
    assert "Nouveau" not in str(acte.differences)


def test_an_act_that_rolls_back_leaves_no_row(organisation):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(acteur=None, action="creer", objet=organisation)
        raise RuntimeError
    assert not Acte.objects.exists()


def test_acts_of_an_object_come_latest_first(organisation):
    record(acteur=None, action="un", objet=organisation)
    record(acteur=None, action="deux", objet=organisation)
    assert [acte.action for acte in Acte.objects.of(organisation)] == ["deux", "un"]
