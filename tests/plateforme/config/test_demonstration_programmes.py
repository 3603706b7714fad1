"""The demonstration has nine whole plans, complete, marked, and made once."""

import pytest

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.config.demonstration import build_region
from ancrage.plateforme.config.demonstration_contrats import build_contrats
from ancrage.plateforme.config.demonstration_doctrine import build_doctrine
from ancrage.plateforme.config.demonstration_programmes import PLANS, build_programmes
from ancrage.plateforme.config.demonstration_rencontres import build_rencontres
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.completude import lacking_indicators, missing_of
from ancrage.plateforme.programmes.models import FicheAction, Intervenant
from ancrage.plateforme.programmes.permissions import can_edit
from ancrage.plateforme.programmes.rattachements import count_by_contrat
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import reload
from ancrage.plateforme.rencontres.models import CompteRendu

pytestmark = pytest.mark.django_db


def silent(_said: str) -> None:
    """Say nothing."""


@pytest.fixture
def plans(settings):
    settings.DEMO = True
    build_region()
    build_contrats(silent)
    for _ in range(2):  # a second run changes nothing
        build_programmes(silent)
        build_doctrine(silent)
        build_rencontres(silent)


def test_the_plans_are_whole_marked_and_one_pilot_finds_her_own(plans):
    contrats = Contrat.objects.filter(fiches__isnull=False).distinct()
    assert contrats.count() == len(PLANS) >= 8
    for contrat in contrats:
        chosen = contrat.priorites.exclude(decision="")
        assert 3 <= chosen.count() <= 5
        assert all(one.decidee_le <= today() for one in chosen)
        assert contrat.fiches.count() >= 15
        assert {one.is_figee for one in contrat.fiches.all()} == {contrat.is_signed}
    for fiche in FicheAction.objects.all():
        contenu = read_fiche(reload(fiche))
        assert missing_of(contenu) == []
        assert lacking_indicators(contenu, 1, 1) == []
        assert contenu.liens_prs
    assert all("(démonstration)" in one.structure for one in Intervenant.objects.all())
    running = Contrat.objects.filter(etat=Etat.EN_OEUVRE)
    assert all(one.instances.count() == 1 for one in running)
    minutes = CompteRendu.objects.filter(reunion__instance__contrat__nom__contains="Trois Rives")
    assert any("Fiches actions : 25" in one.avancement for one in minutes)
    pilote = Utilisateur.objects.get(email="pilote_action@demo.example")
    mine = FicheAction.objects.filter(contrat__nom__contains="Trois Rives")
    assert [one.titre for one in mine if can_edit(pilote, one)]
    check_the_revision()


def check_the_revision():
    """The revised plan leaves something of each kind to tie again, and nothing of the signed."""
    rows = Contrat.objects.order_by("pk")
    counts = count_by_contrat(rows, today())
    assert counts and not any(one.contrat.is_signed for one in counts)
    kinds = ("proposees", "orphelines", "sans_reponse")
    assert all(sum(getattr(one, kind) for one in counts) for kind in kinds)
    tied = FicheAction.objects.filter(liens_prs__objectif_regional__plan__numero=2)
    assert tied.count() == 1  # one team began
