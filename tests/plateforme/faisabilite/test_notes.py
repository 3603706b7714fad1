"""Notes: who writes, what is refused, what a decision freezes, what it says to the contract."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.faits import provider_of
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.faisabilite.contenu import content_of, digest, gather
from ancrage.plateforme.faisabilite.listes import Rubrique
from ancrage.plateforme.faisabilite.manques import missing_of
from ancrage.plateforme.faisabilite.models import (
    ConditionReussite,
    DecisionNote,
    FacteurFacilitant,
    LigneMoyens,
    NoteFaisabilite,
)
from ancrage.plateforme.faisabilite.services.decisions import advise, decide, revise
from ancrage.plateforme.faisabilite.services.notes import attach_contrat, choose_figures
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened
from tests.plateforme.faisabilite.factories import (
    COMPETENCE,
    CONDITIONS,
    JOUR,
    MOYENS,
    Service,
    decided,
    fill,
    fresh,
    make_note,
    note_of,
    write,
)

pytestmark = pytest.mark.django_db
SUITE = date(2026, 3, 3)


@pytest.fixture
def service() -> Service:
    load_doctrine("24")
    return Service()


@pytest.fixture
def note(service: Service) -> NoteFaisabilite:
    return make_note(service)


def missing(note: NoteFaisabilite) -> dict[str, list[str]]:
    return missing_of(gather(fresh(note), JOUR))


# --- opening and writing


def test_a_new_note_has_its_grid_and_says_what_remains(service, note):
    assert note.facteurs.count() == 3
    assert note.conditions.count() == 5
    assert note.rubriques.count() == len(Rubrique) == 15
    left = missing(note)
    assert left["facteurs"][0].startswith("la réponse à")
    assert "scenarios" not in left  # the studied list is the first scenario


def test_only_the_delegation_opens_a_note(service):
    other = Service("24", "41")
    with pytest.raises(ActeRefuse, match="territoire"):
        make_note(other)


@pytest.mark.parametrize("role", [Role.ELU, Role.ORS, Role.EVALUATEUR])
def test_a_reader_does_not_write(service, note, role):
    service.delegation = member(role)
    with pytest.raises(ActeRefuse, match="rôles"):
        write(service, note, "demarche", demarche="Autre.")


def test_two_people_write_two_parts_at_once_and_not_the_same_one(service, note):
    versions = {one.code: one.version for one in note.rubriques.all()}
    first, second = fresh(note), fresh(note)
    write(service, first, "demarche", demarche="Un.")
    write(service, second, "objet", objet="Deux.", date_rencontre=None, lieu="", participants="")
    assert (fresh(note).demarche, fresh(note).objet) == ("Un.", "Deux.")
    from ancrage.plateforme.faisabilite.services.notes import write_rubrique

    with pytest.raises(EditionConcurrente):
        write_rubrique(
            acteur=service.delegation, note=second, rubrique="demarche",
            expected=versions["demarche"], champs={"demarche": "Trois."},
        )  # fmt: skip


def test_a_line_changed_is_in_the_audit(service, note):
    write(service, note, "moyens", lignes=MOYENS[:1])
    row = Acte.objects.of(note).order_by("-pk").first()
    assert "Coordination du CLS" in str(row.differences)


# --- what the database refuses


@pytest.mark.parametrize(
    "change",
    [
        lambda note: ConditionReussite.objects.filter(note=note).update(score=4, preuve="x"),
        lambda note: ConditionReussite.objects.filter(note=note).update(score=2, preuve=""),
        lambda note: FacteurFacilitant.objects.filter(note=note).update(reponse="oui", preuve=""),
        lambda note: LigneMoyens.objects.create(
            region="24", note=note, rang=1, nature="poste_cls", libelle="Sans temps"
        ),
        lambda note: LigneMoyens.objects.create(
            region="24", note=note, rang=1, nature="acquis", libelle="Sans montant"
        ),
        lambda note: NoteFaisabilite.objects.filter(pk=note.pk).update(decidee_le=JOUR),
    ],
)
def test_the_database_refuses_what_has_no_evidence(note, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(note)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: NoteFaisabilite.objects.filter(pk=note.pk).update(objet="Autre"),
        lambda note: NoteFaisabilite.objects.filter(pk=note.pk).update(domaines=[]),
        lambda note: NoteFaisabilite.objects.filter(pk=note.pk).update(decidee_le=None),
        lambda note: note.conditions.update(score=3),
        lambda note: note.facteurs.all().delete(),
        lambda note: LigneMoyens.objects.create(
            region="24", note=note, rang=9, nature="depense", libelle="Après coup"
        ),
        lambda note: DecisionNote.objects.filter(note=note).update(motif="Autre"),
        lambda note: DecisionNote.objects.filter(note=note).update(contenu={}),
    ],
)
def test_a_decided_note_never_changes(service, note, change):
    held = decided(service, note)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(held)


# --- opinion, decision, versions


def test_a_decision_waits_for_the_grid_and_the_opinion(service, note):
    with pytest.raises(ActeRefuse, match="l’avis de la délégation"):
        decide(acteur=service.siege, note=note, expected=1, sens="favorable", motif="Oui.", on=JOUR)
    advise(acteur=service.delegation, note=note, expected=note.version, sens="defavorable",
           motif="Trop tôt.", on=JOUR)  # fmt: skip
    with pytest.raises(ActeRefuse, match="Portage politique"):
        decide(acteur=service.siege, note=note, expected=note.version, sens="reserve",
               motif="Oui.", on=JOUR)  # fmt: skip
    decide(acteur=service.siege, note=note, expected=note.version, sens="defavorable",
           motif="Trop tôt.", on=JOUR)  # fmt: skip
    assert fresh(note).decidee_le == JOUR


def test_the_delegation_does_not_decide_and_a_reason_is_asked(service, note):
    filled = fill(service, note)
    values = {"note": filled, "expected": filled.version, "sens": "favorable", "on": JOUR}
    with pytest.raises(ActeRefuse, match="siège"):
        decide(acteur=service.delegation, motif="Oui.", **values)
    with pytest.raises(ActeRefuse, match="motif"):
        decide(acteur=service.siege, motif=" ", **values)


def test_a_decision_freezes_the_figures_under_their_print(service, note):
    held = decided(service, note)
    decision = held.decisions.get()
    assert digest(decision.contenu) == decision.empreinte
    assert content_of(held, SUITE) == decision.contenu
    assert len(decision.contenu["cadrage"]) == 10
    changed = {**decision.contenu, "objet": "Autre"}
    assert digest(changed) != decision.empreinte


def test_the_files_of_a_decision_are_written_once_by_a_job(service, note):
    decision = decided(service, note).decisions.get()
    drain()
    assert sorted(decision.documents.values_list("format", flat=True)) == ["docx", "pdf"]
    prints = set(decision.documents.values_list("sha256", flat=True))
    assert all(one.chemin.read_bytes() for one in decision.documents.all())
    from ancrage.plateforme.faisabilite.services.decisions import draw

    draw(acteur=service.siege, decision=decision, dire=lambda *_: None)
    assert set(decision.documents.values_list("sha256", flat=True)) == prints


def test_a_decision_is_told_to_those_who_write_the_note(service, note):
    decided(service, note)
    told = Notification.objects.filter(destinataire=service.delegation)
    assert [one.titre for one in told] == ["Faisabilité, Bords de Loire (essai) : favorable"]


def test_a_decided_note_is_taken_up_again_as_another_version(service, note):
    held = decided(service, note)
    revise(acteur=service.delegation, note=held, expected=held.version, motif="Nouveau maire.")
    again = fresh(note)
    assert (again.numero, again.avis_dd, again.is_open) == (2, "", True)
    write(service, again, "demarche", demarche="Reprise.")
    second = decided(service, again, "reserve")
    assert list(second.decisions.values_list("numero", "sens")) == [
        (2, "reserve"),
        (1, "favorable"),
    ]


# --- the contract


@pytest.fixture
def contrat(service):
    return opened(Equipe(), JOUR)


def read(contrat, code: str, on: date = SUITE):
    return provider_of(code)(contrat, on)


def test_a_favourable_decision_is_the_fact_that_the_guards_ask_for(service, contrat):
    note = note_of(service, contrat)
    assert "décision favorable" in read(contrat, "portage_politique").manque
    decided(service, note)
    assert read(contrat, "portage_politique").tenu
    assert read(contrat, "ingenierie_financee").tenu
    assert not read(contrat, "portage_politique", date(2026, 3, 1)).tenu


def test_an_unfavourable_decision_holds_nothing(service, contrat):
    decided(service, note_of(service, contrat), "defavorable")
    assert not read(contrat, "portage_politique").tenu
    assert not read(contrat, "ingenierie_financee").tenu


def test_a_weak_support_or_money_only_asked_for_do_not_hold(service, contrat):
    note = note_of(service, contrat)
    fill(service, note)
    weak = [one | {"score": 1} if one["code"] == "portage" else one for one in CONDITIONS]
    write(service, fresh(note), "conditions", lignes=weak)
    asked = [*MOYENS[:3], MOYENS[3] | {"nature": "demande"}]
    write(service, fresh(note), "moyens", lignes=asked)
    held = fresh(note)
    decide(acteur=service.siege, note=held, expected=held.version, sens="reserve", motif="Oui.",
           on=JOUR)  # fmt: skip
    assert "noté 1 sur 3" in read(contrat, "portage_politique").manque
    assert "27\u202f500" in read(contrat, "ingenierie_financee").manque


def test_a_note_of_a_territory_is_tied_to_the_contract_opened_after_it(service, contrat):
    note = decided(service, make_note(service))
    attach_contrat(acteur=service.delegation, note=note, contrat=contrat)
    assert read(contrat, "portage_politique").tenu
    with pytest.raises(ActeRefuse, match="déjà rattachée"):
        attach_contrat(acteur=service.delegation, note=note, contrat=contrat)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFaisabilite.objects.filter(pk=note.pk).update(contrat=None)


def test_a_note_is_not_tied_to_a_contract_elsewhere(service, contrat):
    far = Service("24", "41")
    note = make_note(far, communes=("41018",))
    with pytest.raises(ActeRefuse, match="aucune commune"):
        attach_contrat(acteur=far.delegation, note=note, contrat=contrat)


# --- who reads


@pytest.mark.parametrize(
    ("role", "scope", "reads"),
    [
        (Role.ARS_SIEGE, {}, True), (Role.DD_ARS, {}, True), (Role.ORS, {}, True),
        (Role.ELU, {}, True), (Role.DD_ARS, {"code": "18"}, False),
        (Role.ARS_SIEGE, {"code": "53"}, False), (Role.PARTENAIRE, {}, False),
        (Role.PREFECTURE, {}, False), (Role.PILOTE_ACTION, {}, False),
    ],
)  # fmt: skip
def test_a_note_is_read_in_one_s_reach_alone(service, note, role, scope, reads):
    seen = NoteFaisabilite.objects.visibles_par(member(role, **scope))
    assert seen.filter(pk=note.pk).exists() is reads


# --- the means (R16), the figures


def half(note: NoteFaisabilite) -> dict[str, object]:
    return gather(fresh(note), JOUR)["moyens"]["demi_poste"]


def test_the_half_post_is_opened_by_a_clsm_and_explained(service, note):
    write(service, note, "moyens", lignes=MOYENS)
    assert half(note)["ouvert"] is False  # the factor is not answered
    write(service, note, "facteurs", lignes=[
        {"code": "cls_clsm", "reponse": "oui", "preuve": "Délibération (essai)."}])  # fmt: skip
    found = half(note)
    # 0.5 ETP for the CLS and 0.5 for the CLSM make 1; the region pays 0.5 at most.
    assert (found["ouvert"], found["etp"]) == (True, "0.5")
    assert "1,0\u00a0ETP" in found["explication"].replace(" ETP", "\u00a0ETP")
    write(service, note, "facteurs", lignes=[
        {"code": "cls_clsm", "reponse": "non", "preuve": "Aucun CLSM (essai)."}])  # fmt: skip
    assert half(note)["ouvert"] is False


def test_a_region_may_pay_a_share_of_the_time_only(service, note):
    from ancrage.plateforme.doctrine.models import RegleRegionale

    rule = RegleRegionale(
        region="24", code="R16", numero=9, date_debut=JOUR, enonce="x", effet="information",
        source="x", parametres={"etp": 0.5, "part": 0.5},
    )  # fmt: skip
    from ancrage.plateforme.faisabilite.moyens import _opened

    write(service, note, "moyens", lignes=MOYENS[:1])
    lines = list(note.lignemoyens_lignes.all())
    # Half of 0.5 ETP: 0.25, under the ceiling of 0.5.
    assert _opened(rule.lus.etp, rule.lus.part, lines, "R16.")["etp"] == "0.250"


def test_the_balance_says_what_is_left_to_find(service, note):
    write(service, note, "moyens", lignes=MOYENS[:3])
    # Two posts at 27 500 €, 27 500 € granted: 27 500 € are left.
    assert gather(fresh(note), JOUR)["moyens"]["sommes"]["reste"] == 2_750_000


def test_the_region_chooses_its_figures_and_a_decided_note_keeps_its_own(service, note):
    held = decided(service, note)
    choose_figures(acteur=service.siege, region="24", codes=["D01", "S02"], expected=1)
    assert len(content_of(held, SUITE)["cadrage"]) == 10
    assert [
        one["code"] for one in gather(make_note(service, libelle="Autre"), JOUR)["cadrage"]
    ] == [
        "D01",
        "S02",
    ]
    with pytest.raises(ActeRefuse, match="Indicateurs inconnus"):
        choose_figures(acteur=service.siege, region="24", codes=["XX"], expected=2)
    with pytest.raises(ActeRefuse, match="siège"):
        choose_figures(acteur=service.delegation, region="24", codes=["D01"], expected=2)


def test_a_figure_not_shown_has_its_word_and_reason(service):
    two = make_note(service, communes=[*_epci("epci:244500468"), *_epci("epci:200067676")])
    rows = {one["code"]: one for one in gather(two, JOUR)["cadrage"]}
    assert all(one["valeur"] or (one["mot"] and one["motif"]) for one in rows.values())
    poverty = rows["S02"]
    assert (poverty["status"], poverty["valeur"]) == ("non_additif", "")
    assert poverty["mot"] == "non calculable sur une union"
    assert len(poverty["membres"]) == 2  # what each whole EPCI publishes


def _epci(code: str) -> list[str]:
    from ancrage.plateforme.territoires.lecture import read_liste

    return list(read_liste(code).communes)


def test_the_competence_needs_its_text(service, note):
    write(service, note, "competence", **COMPETENCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFaisabilite.objects.filter(pk=note.pk).update(competence="")
