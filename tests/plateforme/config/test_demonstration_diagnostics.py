"""The demonstration opens on a corrected diagnosis and on one that waits for its review."""

import pytest

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.config.demonstration import build_region
from ancrage.plateforme.config.demonstration_diagnostics import RELECTRICE, build_diagnostics
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import Diagnostic, Edition, Erratum
from ancrage.plateforme.diagnostics.permissions import can
from tests.plateforme.diagnostics.conftest import quick_files  # noqa: F401

pytestmark = pytest.mark.django_db


def mute(_said: str) -> None:
    """Say nothing."""


def test_one_is_corrected_and_one_waits_twice_built_or_once(settings, quick_files):  # noqa: F811
    settings.DEMO = True
    password = build_region()
    for _ in range(2):
        build_diagnostics(mute, password)
    assert sorted(Edition.objects.values_list("numero", "statut")) == [
        (1, "remplacee"),
        (2, "publiee"),
    ]
    assert Erratum.objects.get().edition_corrigee.numero == 2
    waiting = Diagnostic.objects.get(etat=Etat.RELECTURE)
    assert Diagnostic.objects.count() == 2
    reviewer = Utilisateur.objects.get(email=RELECTRICE)
    assert can(reviewer, "approuver", waiting)
