"""One's own data: consents, export, erasure that keeps the history, retention."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.donnees import collect
from ancrage.plateforme.comptes.lectures import annuaire_visible_par
from ancrage.plateforme.comptes.models import Consentement, Finalite, Invitation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.conservation import erase_expired, list_expired
from ancrage.plateforme.comptes.services.organisations import create_organisation
from ancrage.plateforme.comptes.services.personnes import (
    change_email,
    edit_details,
    erase_person,
    set_consents,
)
from ancrage.plateforme.comptes.traitements import Base, traitements
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.journal.services import find_break
from tests.plateforme.comptes.factories import (
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db


def consent(person, *finalites):
    set_consents(acteur=person, person=person, finalites=set(finalites))


def anne():
    person = member(Role.ELU)
    edit_details(
        acteur=person,
        person=person,
        expected=1,
        prenom="Annabelle",
        nom="Dupontel",
        fonction="Maire",
        telephone="0238000000",
    )
    return person


# --- consents


def test_a_consent_is_dated_and_taking_it_back_too():
    person = member(Role.ELU)
    consent(person, Finalite.ANNUAIRE, Finalite.PHOTOS)
    consent(person, Finalite.ANNUAIRE)
    rows = dict(person.consentements.values_list("finalite", "retire_le"))
    assert rows[Finalite.ANNUAIRE] is None
    assert rows[Finalite.PHOTOS] is not None
    actions = sorted(Acte.objects.values_list("action", flat=True))
    assert actions == ["consentir", "consentir", "retirer un consentement"]


def test_the_directory_shows_only_those_who_consent_in_my_region():
    reader, shown, silent = member(Role.ELU), member(Role.ELU), member(Role.ELU)
    elsewhere = member(Role.ORS, organisation=OrganisationFactory(region="53"), code="53")
    gone = member(Role.ELU)
    for person in (shown, elsewhere, gone):
        consent(person, Finalite.ANNUAIRE)
    consent(silent, Finalite.LETTRE)
    consent(gone)
    assert list(annuaire_visible_par(reader)) == [shown]


# --- export


def test_the_export_holds_every_table_about_the_person_and_nothing_about_others():
    person, other = anne(), member(Role.ELU)
    consent(person, Finalite.ANNUAIRE)
    tables = collect(person)
    assert tables["identite"][1][0]["nom"] == "Dupontel"
    assert len(tables["roles"][1]) == 1
    assert len(tables["consentements"][1]) == 1
    assert tables["actes"][1]
    assert other.nom not in str(tables)


# --- erasure


def test_erasing_empties_the_row_and_closes_the_door():
    person = anne()
    consent(person, Finalite.ANNUAIRE)
    erase_person(acteur=person, person=person, motif="Demande")
    row = Utilisateur.objects.get(pk=person.pk)
    assert (row.prenom, row.nom, row.telephone, row.fonction) == ("", "Personne effacée", "", "")
    assert row.email.endswith("@efface.invalid")
    assert not row.is_active
    assert not row.has_usable_password()
    assert row.efface_le is not None
    assert not Consentement.objects.exists()
    assert row.roles == frozenset()


def test_the_history_stays_under_a_pseudonym_and_the_chain_holds():
    person = anne()
    made = create_organisation(acteur=person, region="24", type="epci", nom="CC du Val")
    erase_person(acteur=None, person=person, motif="Demande")
    everything = str(list(Acte.objects.values()))
    assert "Annabelle" not in everything
    assert "Dupontel" not in everything
    assert Acte.objects.of(made).get().acteur_label == "Personne effacée"
    assert find_break() is None


def test_the_last_keeper_of_a_region_cannot_erase_herself():
    last = member(Role.ADMINISTRATEUR)
    with pytest.raises(ActeRefuse, match="dernier compte"):
        erase_person(acteur=last, person=last, motif="Demande")
    assert Utilisateur.objects.get(pk=last.pk).is_active


def test_a_new_address_belongs_to_nobody_else():
    person, other = UtilisateurFactory(), UtilisateurFactory()
    with pytest.raises(ActeRefuse) as refus:
        change_email(acteur=None, person=person, email=other.email.upper(), expected=1)
    assert refus.value.champ == "email"
    change_email(acteur=None, person=person, email=" Neuve@demo.example", expected=1)
    assert Utilisateur.objects.get(pk=person.pk).email == "neuve@demo.example"


# --- the register, and what it announces


def test_only_directory_photos_and_letter_rest_on_consent():
    on_consent = {t.code for t in traitements().values() if t.base == Base.CONSENTEMENT}
    assert on_consent == set(Finalite)


def months(count: int) -> timedelta:
    return timedelta(days=31 * count + 1)


def term(code: str) -> int:
    found = traitements()[code].duree_mois
    assert found
    return found


def counts(now) -> dict[str, int]:
    return {echu.traitement: echu.lignes.count() for echu in list_expired(now)}


def test_an_account_is_erased_only_after_its_term_without_role_nor_sign_in():
    now = timezone.now()
    working = AffectationFactory(role=Role.ELU).utilisateur
    gone = AffectationFactory(role=Role.ELU, fin=now.date()).utilisateur
    recent = AffectationFactory(role=Role.ELU, fin=now.date()).utilisateur
    later = now + months(term("comptes"))
    Utilisateur.objects.filter(pk=recent.pk).update(last_login=later - timedelta(days=1))
    assert counts(now)["comptes"] == 0
    assert erase_expired(now=later)["comptes"] == 1
    erased = set(Utilisateur.objects.filter(efface_le__isnull=False))
    assert erased == {gone}
    assert working not in erased
    assert erase_expired(now=later)["comptes"] == 0


def test_what_is_past_its_term_goes_and_the_rest_stays():
    now = timezone.now()
    person = member(Role.ELU)
    consent(person, Finalite.ANNUAIRE, Finalite.PHOTOS)
    consent(person, Finalite.ANNUAIRE)
    for n, day in enumerate((now, now + months(term("invitations")))):
        Invitation.objects.create(
            email=f"a{n}@demo.example",
            organisation=person.affectations.get().organisation,
            region="24",
            role=Role.ELU,
            portee="territoire",
            code="epci:244500468",
            empreinte=str(n),
            expire_le=day,
        )
    store = SessionStore()
    store.create()
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=store.session_key)
    assert counts(now) == {"comptes": 0, "invitations": 0, "consentements": 0, "connexions": 0}
    done = erase_expired(now=now + months(term("connexions")))
    assert done["invitations"] == done["connexions"] == 1
    assert not SessionStore().exists(store.session_key)
    done = erase_expired(now=now + months(term("photos")))
    assert done["consentements"] == 1
    assert Consentement.objects.get().finalite == Finalite.ANNUAIRE
    assert find_break() is None
