"""The contracts alone: what the apps above would answer for is attested by files here."""

import pytest

from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.propres import PROPRES


@pytest.fixture(autouse=True)
def _contracts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {provider.__name__: provider for provider in PROPRES}
    monkeypatch.setattr(faits, "_fournisseurs", own)
