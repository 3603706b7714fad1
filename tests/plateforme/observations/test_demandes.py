"""The request desk: who asks, who answers, and what a refusal offers."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.utils import timezone
from pypdf import PdfReader

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.observations.attente_demandes import find_awaited
from ancrage.plateforme.observations.etats import EtatDemande
from ancrage.plateforme.observations.lettre import render_letter
from ancrage.plateforme.observations.models import DemandeOrs
from ancrage.plateforme.observations.profils import find_territoire, profil_of
from ancrage.plateforme.observations.secret_demandes import contenantes_of, find_masked
from ancrage.plateforme.observations.services import demandes
from ancrage.plateforme.observations.services.demandes import Question
from ancrage.plateforme.observations.taches import rappels
from tests.plateforme.comptes.factories import member
from tests.plateforme.observations.fabrique import upload
from tests.plateforme.observations.factories import DemandeFactory, demain
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
COMMUNE = "commune:45002"  # masked figures of the embedded store: tests below say which


def poser(acteur, **changes) -> DemandeOrs:
    given = {"question": "Combien ?", "territoire": "epci:244500468", "echeance": demain()}
    return demandes.ask(acteur=acteur, posee=Question(**(given | changes)))


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_any_role_asks_about_its_region_and_the_observatory_is_told(role):
    ors = member(Role.ORS)
    acteur = member(role)
    demande = poser(acteur, indicateurs=["M03", "M03"])
    assert demande.territoire_libelle == "Orléans Métropole" and demande.region == "24"
    assert demande.indicateurs == ["M03"]
    assert Notification.objects.filter(destinataire=ors).exists()


@pytest.mark.parametrize(
    ("changes", "champ"),
    [
        ({"territoire": "epci:242900314"}, "territoire"),
        ({"territoire": "france"}, "territoire"),
        ({"indicateurs": ["Z99"]}, "indicateurs"),
        ({"echeance": timezone.localdate() - timedelta(days=1)}, "echeance"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field(changes, champ):
    with pytest.raises(ActeRefuse) as refus:
        poser(member(Role.ELU), **changes)
    assert refus.value.champ == champ


def test_a_person_without_role_does_not_ask():
    from tests.plateforme.comptes.factories import UtilisateurFactory

    with pytest.raises(ActeRefuse):
        poser(UtilisateurFactory())


def test_a_stored_perimeter_is_asked_about_under_its_name():
    perimetre = make_perimetre()
    demande = poser(member(Role.COORDONNATEUR), territoire="", perimetre=perimetre)
    assert demande.territoire_libelle == perimetre.libelle and demande.territoire


def test_an_estimate_then_an_answer_are_told_to_the_one_who_asked():
    asker, ors = member(Role.COORDONNATEUR), member(Role.ORS)
    demande = poser(asker)
    demandes.estimate(
        acteur=ors, demande=demande, expected=1, charge_jours=Decimal("1.5"), date_prevue=demain(5)
    )
    assert demande.etat == EtatDemande.ESTIMEE
    demandes.answer(
        acteur=ors, demande=demande, expected=2, reponse="Voici.",
        lien="/territoires/epci:244500468/", upload=upload("a;b\n", "reponse.csv"),
    )  # fmt: skip
    demande.refresh_from_db()
    assert demande.etat == EtatDemande.REPONDUE and demande.reponse_fichier.nom == "reponse.csv"
    assert demande.traitee_par == ors and demande.close_le
    assert Notification.objects.filter(destinataire=asker).count() == 2
    assert Acte.objects.of(demande).count() == 3


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORS, Role.ORS_VALIDATEUR}))
def test_no_other_role_treats_a_request(role):
    demande = DemandeFactory()
    acteur = member(role)
    for act in (
        lambda: demandes.answer(acteur=acteur, demande=demande, expected=1, reponse="Non."),
        lambda: demandes.refuse(acteur=acteur, demande=demande, expected=1, cases=[], motif=""),
        lambda: demandes.estimate(
            acteur=acteur, demande=demande, expected=1, charge_jours=Decimal(1),
            date_prevue=demain(),
        ),
    ):  # fmt: skip
        with pytest.raises(ActeRefuse):
            act()


def test_the_observatory_of_another_region_does_not_answer():
    with pytest.raises(ActeRefuse):
        demandes.answer(
            acteur=member(Role.ORS), demande=DemandeFactory(region="53"), expected=1, reponse="x"
        )


def test_two_people_who_answer_at_once_do_not_overwrite_each_other():
    demande, ors = DemandeFactory(), member(Role.ORS)
    twin = DemandeOrs.objects.get()
    demandes.answer(acteur=ors, demande=demande, expected=1, reponse="Un.")
    with pytest.raises(EditionConcurrente):
        demandes.answer(acteur=ors, demande=twin, expected=1, reponse="Deux.")
    assert DemandeOrs.objects.get().reponse == "Un."


@pytest.mark.parametrize(
    "lien", ["https://ailleurs.example/", "//ailleurs.example", "javascript:x"]
)
def test_an_answer_never_leads_out_of_the_site(lien):
    with pytest.raises(ActeRefuse) as refus:
        demandes.answer(
            acteur=member(Role.ORS), demande=DemandeFactory(), expected=1, reponse="x", lien=lien
        )
    assert refus.value.champ == "lien"


def test_only_the_one_who_asked_cancels():
    demande = poser(asker := member(Role.ELU))
    with pytest.raises(ActeRefuse):
        demandes.cancel(acteur=member(Role.ORS), demande=demande, expected=1)
    demandes.cancel(acteur=asker, demande=demande, expected=1)
    assert demande.etat == EtatDemande.ANNULEE


# --- secrecy


def masked_of(code: str = COMMUNE):
    return find_masked(find_territoire(code), ())


def test_what_is_offered_is_shown_by_the_engine_and_contains_what_was_asked():
    offers = [(one, offer) for one in masked_of() for offer in one.offertes]
    assert offers, "the embedded store has masked figures there"
    for one, offer in offers:
        profil = profil_of(find_territoire(offer.case.aire), "diagnostic")
        shown = next(
            v for v in profil.indicateurs
            if (v.code, v.periode, v.sexe) == (offer.case.indicateur, offer.case.periode,
                                               offer.case.sexe)
        )  # fmt: skip
        assert shown.status in ("valeur", "zero") and shown.value is not None
        assert offer.case.debut <= one.case.debut and offer.case.fin >= one.case.fin
        assert offer.case.aire == COMMUNE or offer.aire


def test_the_areas_that_contain_a_commune_go_up_to_its_region():
    codes = [area.code for area in contenantes_of(find_territoire(COMMUNE))]
    assert codes[-2:] == ["departement:45", "region:24"]
    assert contenantes_of(find_territoire("region:24")) == []


def test_a_refusal_is_a_letter_that_says_the_rule_and_the_alternatives():
    asker, ors = member(Role.COORDONNATEUR), member(Role.ORS)
    demande = poser(asker, territoire=COMMUNE)
    one = next(one for one in masked_of() if one.offertes)
    demandes.refuse(
        acteur=ors, demande=demande, expected=1, cases=[one.cle], motif="Nous restons joignables."
    )
    demande.refresh_from_db()
    assert demande.etat == EtatDemande.REFUSEE
    case = demande.refus["cases"][0]
    assert case["regle"] and case["offertes"][0]["territoire"]
    word = "\n".join(
        p.text for p in docx.Document(BytesIO(render_letter(demande, "docx"))).paragraphs
    )
    pdf = "\n".join(
        p.extract_text() for p in PdfReader(BytesIO(render_letter(demande, "pdf"))).pages
    )
    for text in (word, pdf):
        flat = " ".join(text.split())
        assert "Nous restons joignables" in flat
        assert case["offertes"][0]["territoire"].split()[0] in flat
    assert Notification.objects.filter(destinataire=asker, urgente=True).exists()


def test_a_letter_never_changes_with_the_figures(monkeypatch):
    demande = poser(member(Role.ELU), territoire=COMMUNE)
    one = masked_of()[0]
    demandes.refuse(acteur=member(Role.ORS), demande=demande, expected=1, cases=[one.cle], motif="")
    before = render_letter(DemandeOrs.objects.get(), "docx")
    monkeypatch.setattr("ancrage.plateforme.observations.secret_demandes.find_masked", None)
    assert render_letter(DemandeOrs.objects.get(), "docx") == before


@pytest.mark.parametrize("cases", [[], ["M03|1800|ensemble"], ["D01|2022|ensemble"]])
def test_a_figure_that_is_not_masked_is_not_refused(cases):
    demande = poser(member(Role.ELU))
    with pytest.raises(ActeRefuse) as refus:
        demandes.refuse(
            acteur=member(Role.ORS), demande=demande, expected=1, cases=cases, motif="Non."
        )
    assert refus.value.champ == "cases"


def test_a_deadline_is_told_once_when_near_and_once_when_past():
    ors = member(Role.ORS)
    demande = DemandeFactory(echeance=demain(2))
    DemandeFactory(echeance=demain(60))
    rappels(None)
    rappels(None)
    assert Notification.objects.filter(destinataire=ors).count() == 1
    DemandeOrs.objects.filter(pk=demande.pk).update(echeance=demain(-1))
    rappels(None)
    assert Notification.objects.filter(destinataire=ors, titre__startswith="En retard").count() == 1


# --- made precise, and the indicators that wait for a restricted source


def test_the_observatory_makes_a_request_precise_and_the_asker_is_told():
    asker, ors = member(Role.ELU), member(Role.ORS)
    demande = poser(asker, indicateurs=["M03"])
    demandes.specify(
        acteur=ors, demande=demande, expected=1, territoire="commune:45034",
        indicateurs=["M15", "M15"],
    )  # fmt: skip
    demande.refresh_from_db()
    assert (demande.territoire_libelle, demande.indicateurs) == ("Boigny-sur-Bionne", ["M15"])
    acte = Acte.objects.of(demande).first()
    assert acte.action == "préciser une demande" and "territoire" in acte.differences
    assert Notification.objects.filter(destinataire=asker, titre__startswith="Précisée").exists()
    with pytest.raises(EditionConcurrente):
        demandes.specify(
            acteur=ors, demande=demande, expected=1, territoire="commune:45034", indicateurs=[]
        )


def test_a_request_is_not_moved_to_another_region():
    with pytest.raises(ActeRefuse) as refus:
        demandes.specify(
            acteur=member(Role.ORS), demande=DemandeFactory(), expected=1,
            territoire="commune:29019", indicateurs=[],
        )  # fmt: skip
    assert refus.value.champ == "territoire"


@pytest.mark.parametrize("code", ["A12", "M15"])
def test_an_indicator_that_waits_for_its_source_is_refused_with_what_is_near(code):
    asker = member(Role.ELU)
    demande = poser(asker, territoire="commune:45034", indicateurs=[code])
    (one,) = find_awaited(find_territoire("commune:45034"), [code])
    assert one.offertes and one.motif
    for found in one.offertes:  # offered means shown, there and now, by the engine
        shown = profil_of(find_territoire(found.territoire.code), "diagnostic").indicateurs
        assert any(
            (v.code, v.periode, v.status) == (found.valeur.code, found.valeur.periode, "valeur")
            for v in shown
        )
    demandes.refuse(acteur=member(Role.ORS), demande=demande, expected=1, cases=[one.cle], motif="")
    demande.refresh_from_db()
    word = docx.Document(BytesIO(render_letter(demande, "docx")))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "sous convention" in text and "dévoilerait un petit effectif" not in text
    assert one.offertes[0].territoire.libelle in text


def test_an_indicator_that_is_computed_does_not_wait():
    assert find_awaited(find_territoire("commune:45034"), ["D01", "Z99"]) == []
