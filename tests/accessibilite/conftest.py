"""Browser fixtures, and the state folder of the platform's tests."""

import pytest

from tests.plateforme.conftest import _empty_cache, _state_dir  # noqa: F401


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    """Open the sheet of components to visitors."""
    settings.DEMO = True
