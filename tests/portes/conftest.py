"""The state folder and the strict client of the platform's tests, the people of the journeys."""

from tests.parcours.conftest import entrer, mot_de_passe  # noqa: F401
from tests.plateforme.conftest import _empty_cache, _state_dir, client  # noqa: F401
from tests.plateforme.diagnostics.conftest import _no_heartbeat  # noqa: F401
