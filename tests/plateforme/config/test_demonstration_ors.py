"""The demonstration shows the observatory at work, every row marked as invented."""

import pytest

from ancrage.plateforme.config.demonstration import build_region
from ancrage.plateforme.config.demonstration_ors import build_ors
from ancrage.plateforme.observations.models import CalendrierDiffusion, DemandeOrs, DepotRestreint

pytestmark = pytest.mark.django_db


def test_each_state_has_its_row_and_each_row_its_mark(settings):
    settings.DEMO = True
    build_region()
    for _ in range(2):  # a second run changes nothing
        build_ors(lambda _said: None)
    states = sorted(DemandeOrs.objects.values_list("etat", flat=True))
    assert states == ["estimee", "posee", "refusee", "repondue"]
    assert all("(démonstration)" in one.question for one in DemandeOrs.objects.all())
    deposit = DepotRestreint.objects.get()
    assert deposit.fictif and "(démonstration)" in deposit.titre
    late = CalendrierDiffusion.objects.en_retard().filter(annonce__contains="(démonstration)")
    assert late.count() == 1
