"""A restricted deposit, from the upload to its end: two people, permitted uses, nothing left."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.services import depots
from ancrage.plateforme.observations.taches import echeances
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.comptes.factories import AffectationFactory, OrganisationFactory
from tests.plateforme.observations.conftest import membre
from tests.plateforme.observations.fabrique import CSV, actif, controle, decrire, deposer, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]

TERRITOIRE = "region:99"


def figure(usage: str, code: str = "M03"):
    """Return what a reader of this use gets for the general mortality of the region."""
    profil = profils.profil_of(profils.find_territoire(TERRITOIRE), usage)
    return [v for v in profil.indicateurs if v.code == code and v.periode == "2013-2017"]


def kept_bytes() -> list[str]:
    """Return the names of all the files that the site keeps outside the engine's own folder."""
    roots = [state_dir() / "depots-en-controle", state_dir().parent / "fichiers"]
    return [str(path) for root in roots for path in root.rglob("*") if path.is_file()]


def test_a_deposit_answers_for_its_uses_only_then_disappears(region_inventee, ors, validateur):
    assert figure("diagnostic") == []
    depot = controle(ors, region_inventee, usages_permis=["diagnostic"])
    assert depot.etat == EtatDepot.CONTROLE, depot.bilan
    assert figure("diagnostic") == [] and api.list_depots() == []
    depots.approve(acteur=validateur, depot=depot, expected=depot.version)
    assert figure("diagnostic") == []
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.ACTIF
    assert [v.status for v in figure("diagnostic") if v.sexe == "ensemble"] == ["valeur"]
    assert "(extrait fictif)" in figure("diagnostic")[0].source.titre
    for usage in ("ouvert", "interne", "chiffres_cles"):
        assert all(v.value is None for v in figure(usage)), usage
    DepotRestreint.objects.update(expire_le=timezone.localdate() - timedelta(days=1))
    echeances(None)
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.EXPIRE
    assert all(v.value is None for v in figure("diagnostic"))
    assert api.list_depots() == []


def test_nothing_of_the_extract_stays_with_the_site_once_it_answers(
    region_inventee, ors, validateur
):
    depot = controle(ors, region_inventee)
    assert len(kept_bytes()) == 1
    depots.approve(acteur=validateur, depot=depot, expected=depot.version)
    drain()
    depot.refresh_from_db()
    assert kept_bytes() == []
    assert depot.fichier is None and depot.totaux == {} and not Fichier.objects.exists()


def test_a_check_keeps_nothing_in_the_engine(region_inventee, ors):
    controle(ors, region_inventee)
    assert not (state_dir() / "depots").exists()


@pytest.mark.parametrize(
    ("old", "new", "says", "ligne"),
    [
        ("00001;2013;1;0-4;AUCUNE", "00777;2013;1;0-4;AUCUNE", "n'est pas une commune", True),
        ("00001;2013;1;0-4;AUCUNE", "00001;2013;3;0-4;AUCUNE", "« 3 »", True),
    ],
)
def test_a_wrong_line_is_told_with_its_place(region_inventee, ors, old, new, says, ligne):
    text = (region_inventee / CSV).read_text("utf-8")
    assert old in text
    wrong = upload(text.replace(old, new, 1))
    depot = decrire(ors, deposer(ors, region_inventee, upload=wrong))
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.DEPOSE
    assert says in depot.erreur["message"]
    assert bool(depot.erreur["ligne"]) == ligne and depot.erreur["colonne"]
    assert Notification.objects.filter(destinataire=ors, titre__contains="corriger").exists()


def test_a_wrong_total_is_refused_without_telling_the_true_one(region_inventee, ors):
    depot = deposer(ors, region_inventee)
    depot = decrire(ors, depot, totaux={**depot.totaux, "effectif": 2284})
    drain()
    depot.refresh_from_db()
    assert depot.erreur["code"] == "total_different"
    assert "2285" not in str(depot.bilan) and "2284" not in str(depot.bilan)


def test_the_audit_never_holds_a_control_total(region_inventee, ors):
    depot = deposer(ors, region_inventee)
    decrire(ors, depot, totaux={"effectif": 7_654_321})
    assert "7654321" not in str([a.differences for a in Acte.objects.all()])


def test_a_workbook_is_read_as_its_first_sheet(region_inventee, ors, tmp_path):
    import xlsxwriter

    path = tmp_path / "extrait.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for rank, line in enumerate((region_inventee / CSV).read_text("utf-8").splitlines()):
        sheet.write_row(rank, 0, line.split(";"))
    book.close()
    given = upload(path.read_bytes(), "extrait.xlsx")
    depot = decrire(ors, deposer(ors, region_inventee, upload=given))
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.CONTROLE, depot.bilan


def test_the_columns_and_labels_are_proposed_from_the_extract(region_inventee, ors):
    depot = deposer(ors, region_inventee, toml=None)
    told = depot.description
    assert told["colonnes"] == {
        "commune": "COM", "periode": "ANNEE", "sexe": "SEXE", "age": "CLAGE",
        "cause": "CAUSE", "effectif": "NB_DECES", "population": "POP",
    }  # fmt: skip
    assert told["sexes"] == {"1": "hommes", "2": "femmes"}
    assert told["ages"]["90+"] == 90 and told["ages"]["0-4"] == 0 and len(told["ages"]) == 19
    assert told["periodes"] == ["2013", "2014", "2015", "2016", "2017"]


# --- the second person


def test_the_depositor_never_approves(region_inventee, ors):
    AffectationFactory(
        utilisateur=ors, organisation=OrganisationFactory(region="99"),
        role=Role.ORS_VALIDATEUR, code="99",
    )  # fmt: skip
    both = type(ors).objects.get(pk=ors.pk)
    depot = controle(ors, region_inventee)
    with pytest.raises(ActeRefuse, match="autre personne"):
        depots.approve(acteur=both, depot=depot, expected=depot.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        DepotRestreint.objects.update(approbateur=both)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORS_VALIDATEUR}))
def test_no_other_role_approves(region_inventee, ors, role):
    depot = DepotRestreint(region="99", etat=EtatDepot.CONTROLE, deposant=ors)
    scope = {} if role in (Role.ORS, Role.ARS_SIEGE, Role.ADMINISTRATEUR) else {"code": "45"}
    with pytest.raises(ActeRefuse):
        depots.approve(acteur=membre(role, **scope), depot=depot, expected=1)


def test_a_validator_of_another_region_does_not_approve(region_inventee, ors):
    depot = controle(ors, region_inventee)
    with pytest.raises(ActeRefuse):
        depots.approve(
            acteur=membre(Role.ORS_VALIDATEUR, "24"), depot=depot, expected=depot.version
        )


def test_only_a_statistician_of_the_region_deposits(region_inventee, validateur):
    for acteur in (validateur, membre(Role.ORS, "24"), membre(Role.ARS_SIEGE)):
        with pytest.raises(ActeRefuse):
            deposer(acteur, region_inventee)
    assert not Fichier.objects.exists()


def test_what_was_approved_is_what_was_checked(region_inventee, ors, validateur):
    depot = controle(ors, region_inventee)
    seen = depot.version
    decrire(ors, depot, seuil=6)
    stale = DepotRestreint.objects.get()
    with pytest.raises(ActeRefuse):  # it waits for its new check
        depots.approve(acteur=validateur, depot=stale, expected=seen)
    drain()
    checked = DepotRestreint.objects.get()
    with pytest.raises(EditionConcurrente):
        depots.approve(acteur=validateur, depot=checked, expected=seen)


def test_an_approval_is_journaled_with_its_author(region_inventee, ors, validateur):
    actif(ors, validateur, region_inventee)
    acte = Acte.objects.get(action="approuver un dépôt restreint")
    assert acte.acteur_id == str(validateur.identifiant)
    assert acte.region == "99"


# --- ends


def test_a_refusal_erases_the_extract_and_tells_why(region_inventee, ors, validateur):
    depot = controle(ors, region_inventee)
    depots.refuse(acteur=validateur, depot=depot, expected=depot.version, motif="Autre extrait.")
    assert depot.etat == EtatDepot.REFUSE and kept_bytes() == [] and depot.totaux == {}
    assert Notification.objects.get(destinataire=ors, titre__contains="refusé").texte


def test_an_active_deposit_is_withdrawn_from_the_engine(region_inventee, ors, validateur):
    depot = actif(ors, validateur, region_inventee)
    depots.withdraw(acteur=validateur, depot=depot, expected=depot.version, motif="Erreur.")
    assert api.list_depots() == [] and all(v.value is None for v in figure("diagnostic"))


def test_an_end_says_why(region_inventee, ors, validateur):
    depot = actif(ors, validateur, region_inventee)
    with pytest.raises(ActeRefuse) as refus:
        depots.withdraw(acteur=validateur, depot=depot, expected=depot.version, motif="  ")
    assert refus.value.champ == "motif" and len(api.list_depots()) == 1


def test_an_expired_agreement_is_not_approved(region_inventee, ors, validateur):
    depot = controle(ors, region_inventee)
    DepotRestreint.objects.update(expire_le=date(2020, 1, 1))
    depot.refresh_from_db()
    with pytest.raises(ActeRefuse, match="expiré"):
        depots.approve(acteur=validateur, depot=depot, expected=depot.version)


def test_the_end_of_an_agreement_is_told_once_before_it_comes(region_inventee, ors, validateur):
    depot = actif(ors, validateur, region_inventee)
    DepotRestreint.objects.update(expire_le=timezone.localdate() + timedelta(days=10))
    echeances(None)
    echeances(None)
    told = Notification.objects.filter(titre__contains="bientôt échue")
    assert {n.destinataire_id for n in told} == {ors.pk, validateur.pk} and len(told) == 2
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.ACTIF


def test_an_activation_that_ran_twice_does_no_harm(region_inventee, ors, validateur):
    """A worker killed after the engine took the extract leaves it to the next one."""
    depot = controle(ors, region_inventee)
    depots.approve(acteur=validateur, depot=depot, expected=depot.version)
    from ancrage.plateforme.observations import moteur

    depot.refresh_from_db()
    moteur.admit(depot)
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.ACTIF and len(api.list_depots()) == 1


def test_a_refusal_of_the_engine_sends_the_deposit_back(region_inventee, ors, validateur):
    actif(ors, validateur, region_inventee)
    text = (region_inventee / CSV).read_text("utf-8")
    other = upload(text + "\n")
    depot = deposer(ors, region_inventee, code="autre_code", upload=other)
    depot = decrire(ors, depot)
    drain()
    depot.refresh_from_db()
    assert depot.etat == EtatDepot.DEPOSE or depot.bilan["faits"]


# --- what is sent


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("extrait.exe", b"MZ"),
        ("extrait.xlsx", b"COM;NB\n99001;3\n"),
        ("extrait.csv", b"COM;NB\x00\n99001;3\n"),
        ("extrait.csv", b""),
        ("extrait.csv", b"rien\n"),
        ("extrait.csv", b";;;\n1;2;3\n"),
        ("extrait.pdf", b"%PDF-1.4"),
    ],
)
def test_a_trap_is_refused_and_nothing_is_kept(region_inventee, ors, nom, contenu):
    with pytest.raises(ActeRefuse):
        deposer(ors, region_inventee, upload=SimpleUploadedFile(nom, contenu), toml=None)
    assert not DepotRestreint.objects.exists() and not Fichier.objects.exists()


def test_a_description_that_is_not_toml_is_refused_beside_its_field(region_inventee, ors):
    with pytest.raises(ActeRefuse) as refus:
        deposer(ors, region_inventee, toml=upload("code = = 3", "depot.toml"))
    assert refus.value.champ == "toml"


def test_a_code_is_taken_while_its_deposit_lives(region_inventee, ors):
    deposer(ors, region_inventee)
    with pytest.raises(ActeRefuse) as refus:
        deposer(ors, region_inventee)
    assert refus.value.champ == "code"


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"usages_permis": []}, "usages_permis"),
        ({"indicateurs": [{"code": "Z99"}]}, "indicateurs"),
        ({"numero_convention": " "}, "numero_convention"),
        ({"periodes": ["2013", "2015"]}, None),
        ({"famille": "snds", "seuil": 5}, None),
        ({"cog": 1900}, "cog"),
    ],
)
def test_a_wrong_description_names_its_field(region_inventee, ors, change, champ):
    depot = deposer(ors, region_inventee)
    with pytest.raises(ActeRefuse) as refus:
        decrire(ors, depot, **change)
    assert refus.value.champ == champ
    depot.refresh_from_db()
    assert depot.version == 1


def test_a_deposit_for_diagnoses_alone_changes_their_figures_alone(
    region_inventee, ors, validateur, commits
):
    """What is kept of the figures of a use has its own key: the deposit shows, then it is gone."""
    before = {usage: profils.edition(usage) for usage in ("ouvert", "interne", "diagnostic")}
    area = profils.find_territoire("region:99")
    assert _from_deposits(area) == set()
    depot = actif(ors, validateur, region_inventee, usages_permis=["diagnostic"])
    assert {u for u, known in before.items() if profils.edition(u) != known} == {"diagnostic"}
    assert _from_deposits(area) == {"depot:cepidc_fictif"}
    depots.withdraw(acteur=ors, depot=depot, expected=depot.version, motif="Fin de l’essai.")
    assert profils.edition("diagnostic") == before["diagnostic"]
    assert _from_deposits(area) == set()


def _from_deposits(area):
    read = profils.profil_of(area, "diagnostic").indicateurs
    return {v.source.code for v in read if v.source and v.source.code.startswith("depot:")}
