"""What the synthesis for the élus gathers: figures, priorities, communes, what waits for them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.mandats import designate_mandat, hold_elections
from ancrage.plateforme.contrats.services.parties import add_signataire
from ancrage.plateforme.documents.synthese.acces import ACCES
from ancrage.plateforme.documents.synthese.recueil import gather_synthese
from ancrage.plateforme.programmes.plan import LieuEcrit
from ancrage.plateforme.programmes.services.priorites import propose_priorite
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import ELUE, Equipe, a_signed, in_state, taken_over
from tests.plateforme.programmes.factories import Atelier, a_fiche, an_axe, priorities
from tests.plateforme.rencontres.factories import Salle, decided, held, planned

pytestmark = pytest.mark.django_db
TOUT = (LieuEcrit(type="tout", libelle="Tout le périmètre"),)


def gather(contrat, commune=""):
    reader = member(Role.ARS_SIEGE)
    return gather_synthese(reader, contrat, timezone.localdate(), commune)


def days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def kinds(contrat):
    return [one.cle for one in gather(contrat).decisions]


# A contract is not renewed by a decision of its COPIL: tests/plateforme/contrats makes one.
@pytest.mark.parametrize("etat", [one for one in Etat if one != Etat.NON_RECONDUIT])
def test_every_state_has_a_synthesis_that_says_what_comes_next(etat):
    found = gather(in_state(Equipe(), etat, days(-30)))
    assert found.suite.endswith(".")
    assert all(found.essentiel)
    assert found.sans_action
    assert found.carte is not None and found.carte.titre == "Le territoire du contrat"
    if etat in (Etat.ABANDONNE, Etat.TERMINE):
        assert not found.decisions
    else:
        assert "Prochaine étape" in found.suite


def test_access_to_the_general_practitioner_opens_with_value_period_source_and_place():
    found = gather(taken_over(Equipe(), Etat.EN_OEUVRE, days(-30)))
    assert [one.code for one in found.acces] == list(ACCES)
    apl, density = found.acces[0], found.acces[1]
    assert (apl.montre, apl.mot) == (False, "non disponible")
    assert "Aucune valeur publiée" in apl.motif
    assert density.montre
    assert density.status == "emprunte"  # published by département: said as such
    assert (density.mot, density.lieu) == ("valeur du département", "Loiret")
    assert density.periode and density.intervalle and "Assurance maladie" in density.source
    assert "cinquième" in density.place and "départements" in density.place
    assert found.bande is not None and found.bande.label == "Loiret"
    assert all(one.place for one in found.reperes)


def test_a_priority_counts_the_objectives_and_the_actions_of_its_axes():
    atelier = Atelier()
    priorities(atelier, 1)
    atelier.axe.priorites.set(atelier.contrat.priorites.all())
    other = an_axe(atelier, "Un autre axe")
    a_fiche(atelier, code="A1", statut="realisee")
    a_fiche(atelier, code="A2", statut="en_cours")
    a_fiche(atelier, code="A3", statut="abandonnee", motif="Sans porteur (essai)")
    a_fiche(atelier, code="A4", chemin=(other.libelle,))
    (found,) = gather(atelier.contrat).priorites
    assert (found.libelle, found.objectifs) == ("Priorité 1", 1)
    assert found.actions.en_mots == "1 réalisée, 1 en cours"


def test_an_action_of_the_whole_territory_is_told_once_and_its_own_ones_by_commune():
    atelier = Atelier()
    a_fiche(atelier, code="A1", lieux=TOUT)
    a_fiche(atelier, code="A2", titre="Consultations (essai)", statut="en_cours")  # in Orléans
    found = gather(atelier.contrat, "45234")
    assert [one.code for one in found.partout] == ["A1"]
    assert {one.nom: one.comptes.total for one in found.communes} == {
        "La Ferté-Saint-Aubin": 0,
        "Orléans": 1,
    }
    assert found.commune is not None and found.commune.propres[0].titre == "Consultations (essai)"
    assert gather(atelier.contrat, "99999").commune is None


def test_communes_follow_the_alphabet_and_never_their_number_of_actions():
    atelier = Atelier()
    a_fiche(atelier, code="A2")  # in Orléans, the last by name
    names = [one.nom for one in gather(atelier.contrat).communes]
    assert names == sorted(names)


def test_priorities_proposed_wait_for_the_copil():
    atelier = Atelier()
    propose_priorite(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, libelle="Une priorité",
        besoins=[atelier.besoin],
    )  # fmt: skip
    assert "priorites" in kinds(atelier.contrat)
    assert not gather(atelier.contrat).priorites


def test_assemblies_that_have_not_voted_are_named_while_the_text_awaits_them():
    equipe = Equipe()
    contrat = taken_over(equipe, Etat.VALIDATION, days(-30))
    assert "acte" in kinds(contrat)
    assert "deliberations" not in kinds(contrat)  # nobody is named to sign yet
    for organisation in (equipe.porteur, equipe.prefet):
        add_signataire(
            acteur=equipe.siege, contrat=contrat, organisation=organisation,
            statut="obligatoire", representant=ELUE,
        )  # fmt: skip
    vote = next(one for one in gather(contrat).decisions if one.cle == "deliberations")
    assert vote.qui == "Communauté porteuse"  # the State writes, it does not vote
    step = next(one for one in gather(contrat).decisions if one.cle == "acte")
    assert step.quoi == "Signer le contrat"
    assert "Il manque" in step.detail


def test_the_end_within_a_year_asks_for_a_decision_and_a_far_one_does_not():
    equipe = Equipe()
    soon = a_signed(equipe, days(-700), days(300))
    assert "suite" in kinds(taken_over(equipe, Etat.EN_OEUVRE, days(-600), signe=soon))
    far = a_signed(equipe, days(-20), days(900))
    assert "suite" not in kinds(
        taken_over(equipe, Etat.EN_OEUVRE, days(-10), signe=far, nom="CLS lointain")
    )


def test_after_an_election_the_mandates_and_the_adhesion_are_asked_for_again():
    equipe = Equipe()
    contrat = taken_over(equipe, Etat.EN_OEUVRE, days(-30))
    designate_mandat(
        acteur=equipe.siege, contrat=contrat, organisation=equipe.porteur, type_="elu_referent",
        titulaire="Camille Essai", fonction="maire", on=days(-20),
    )  # fmt: skip
    hold_elections(acteur=equipe.siege, region="24", libelle="Municipales d’essai", le=days(-2))
    found = {one.cle: one for one in gather(contrat).decisions}
    assert found["adhesions"].qui == "Communauté porteuse"
    assert "élections" in found["adhesions"].detail
    assert found["mandats"].qui == "Communauté porteuse"


def test_decisions_of_meetings_still_to_do_are_told_late_first_and_the_next_copil_with_them():
    salle = Salle()
    reunion = held(salle, days(-90))
    decided(salle, reunion, "Plus tard (exemple)", quand=days(90))
    decided(salle, reunion, "En retard (exemple)", quand=days(-5))
    planned(salle, days(20))
    found = gather(salle.contrat)
    taken = [one for one in found.decisions if one.cle == "reunions"]
    assert [one.quoi for one in taken] == ["En retard (exemple)", "Plus tard (exemple)"]
    assert taken[0].en_retard and not taken[1].en_retard
    assert "Salle du conseil (exemple)" in found.seance


def test_at_most_five_decisions_are_shown_and_the_others_counted():
    salle = Salle()
    reunion = held(salle, days(-90))
    for rank in range(7):
        decided(salle, reunion, f"Décision {rank} (exemple)", quand=days(-rank))
    found = gather(salle.contrat)
    assert len(found.decisions) == 5
    assert found.autres_decisions >= 2


def test_contacts_are_functions_and_organisations_never_people(settings):
    settings.DEMO = True
    equipe = Equipe()
    found = gather(taken_over(equipe, Etat.EN_OEUVRE, days(-30)))
    said = " ".join(f"{one.fonction} {one.organisation}" for one in found.contacts)
    assert "Communauté porteuse" in said
    assert "Dominique" not in said and "Essai-" not in said
    assert "Démonstration, sans valeur" in found.mention
