"""Perimeters: made of existing communes, dated, frozen for good, carried to today."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.territoires import analyse
from ancrage.plateforme.territoires.models import CommunePerimetre, Perimetre
from ancrage.plateforme.territoires.services import (
    Quartier,
    compute_empreinte,
    freeze_perimetre,
    replace_perimetre,
    update_perimetre,
)
from tests.plateforme.territoires.factories import METROPOLE, make_perimetre

pytestmark = pytest.mark.django_db


def change(perimetre: Perimetre, expected: int, communes=METROPOLE, **more) -> Perimetre:
    values = {"libelle": perimetre.libelle, "date_effet": date(2026, 1, 1)}
    return update_perimetre(
        acteur=None, perimetre=perimetre, expected=expected, communes=communes, **values | more
    )


def test_communes_keep_the_name_of_their_vintage():
    perimetre = make_perimetre(communes=["45234"])
    assert [one.libelle for one in perimetre.communes.all()] == ["Orléans"]


def test_a_perimeter_without_commune_is_refused():
    with pytest.raises(ActeRefuse, match="aucune commune"):
        make_perimetre(communes=[])
    assert not Perimetre.objects.exists()


def test_a_code_that_the_vintage_does_not_know_is_named():
    # 28276 joined 28319: it exists in 2021, no longer in 2026.
    make_perimetre(communes=["28276"], millesime=2021)
    with pytest.raises(ActeRefuse, match="28276"):
        make_perimetre(communes=["28276"], millesime=2026)


def test_a_change_names_the_communes_added_and_removed():
    perimetre = make_perimetre()
    change(perimetre, 1, communes=["45234", "45008"])
    acte = Acte.objects.of(perimetre).first()
    removed, added = map(json.loads, acte.differences["communes"])
    assert [one[-7:] for one in removed] == ["(45146)", "(45147)"]
    assert added == ["Artenay (45008)"]
    assert perimetre.codes == ["45008", "45234"]


def test_two_people_who_edit_at_once_lose_nothing():
    perimetre = make_perimetre()
    mine, theirs = Perimetre.objects.get(), Perimetre.objects.get()
    change(theirs, 1, libelle="Le leur")
    with pytest.raises(EditionConcurrente) as conflict:
        change(mine, 1, libelle="Le mien")
    assert conflict.value.actuel["libelle"] == "Le leur"
    perimetre.refresh_from_db()
    assert perimetre.libelle == "Le leur"


def test_a_frozen_perimeter_refuses_every_change_with_its_remedy():
    perimetre = freeze_perimetre(acteur=None, perimetre=make_perimetre())
    with pytest.raises(ActeRefuse, match="figé") as refus:
        change(perimetre, perimetre.version)
    assert "nouveau périmètre" in refus.value.remede


@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_the_database_itself_refuses_to_change_a_frozen_list(act):
    perimetre = freeze_perimetre(acteur=None, perimetre=make_perimetre())
    rows = CommunePerimetre.objects.filter(perimetre=perimetre)
    with pytest.raises(IntegrityError, match="figé"), transaction.atomic():
        match act:
            case "insert":
                CommunePerimetre.objects.create(perimetre=perimetre, code="45008", libelle="X")
            case "update":
                rows.update(libelle="X")
            case "delete":
                rows.delete()


def test_a_list_that_is_not_frozen_can_be_updated_in_the_database():
    perimetre = make_perimetre()
    assert CommunePerimetre.objects.filter(perimetre=perimetre).update(libelle="X") == 3
    assert {one.libelle for one in perimetre.communes.all()} == {"X"}


def test_the_print_changes_with_the_list_and_the_vintage_only():
    one = make_perimetre(libelle="Un")
    assert compute_empreinte(one) == compute_empreinte(make_perimetre(libelle="Deux"))
    assert compute_empreinte(one) != compute_empreinte(make_perimetre(millesime=2021))
    assert compute_empreinte(one) != compute_empreinte(make_perimetre(communes=["45234"]))


def test_a_replaced_perimeter_is_no_longer_in_force():
    old, new = make_perimetre(), make_perimetre(communes=["45234"])
    replace_perimetre(acteur=None, ancien=old, nouveau=new, motif="Une commune est partie.")
    assert list(Perimetre.objects.in_force()) == [new]
    with pytest.raises(ActeRefuse, match="déjà remplacé"):
        replace_perimetre(acteur=None, ancien=old, nouveau=new, motif="Encore")


def test_as_of_today_replays_the_movements_and_says_who_came_in():
    perimetre = make_perimetre(communes=["28025", "28319", "45234"], millesime=2021)
    today = analyse.bring_up_to_date(perimetre)
    assert today.communes == ("28319", "45234")
    assert today.ajoutees == ("28276",)
    assert {one.code for one in today.changements} == {"28025", "28319"}
    assert perimetre.codes == ["28025", "28319", "45234"]


def test_the_population_is_the_sum_of_the_communes_with_its_year():
    perimetre = make_perimetre(communes=["45234", "45008"])
    population = analyse.compute_population(perimetre.codes)
    one_by_one = [analyse.compute_population([code]).habitants for code in perimetre.codes]
    assert population.habitants == sum(one_by_one)
    assert population.annee.isdigit() and population.sans_valeur == 0


def test_an_unknown_population_is_not_zero():
    population = analyse.compute_population(["45234", "29001"])  # outside the embedded region
    assert (population.habitants, population.sans_valeur) == (None, 1)


def test_an_epci_that_the_list_cuts_is_named_with_what_is_missing():
    metropole = api.parse_territoire("epci:244500468").communes
    assert analyse.find_coupures(metropole) == ()
    (cut,) = analyse.find_coupures(metropole[1:])
    assert cut.manquantes == (metropole[0],)
    assert (cut.dedans, cut.total) == (len(metropole) - 1, len(metropole))


def test_a_list_in_two_pieces_is_seen():
    metropole = api.parse_territoire("epci:244500468").communes
    assert analyse.is_d_un_tenant(metropole)
    assert not analyse.is_d_un_tenant(["45234", "37261"])


def test_overlaps_count_the_shared_communes_of_perimeters_in_force():
    mine = make_perimetre(libelle="Le mien")
    make_perimetre(libelle="Voisin", communes=["45146", "45008"])
    make_perimetre(libelle="Ailleurs", communes=["37261"])
    make_perimetre(libelle="Autre usage", usage="contrat")
    shared = analyse.find_chevauchements(mine)
    assert [(other.libelle, count) for other, count in shared] == [("Voisin", 1)]


def test_a_priority_quarter_has_a_code_a_watched_one_may_not():
    watched = Quartier("veille_active", "", "Floriales", "45234")
    assert make_perimetre(quartiers=[watched]).quartiers.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make_perimetre(quartiers=[Quartier("prioritaire", "", "La Source", "45234")])
