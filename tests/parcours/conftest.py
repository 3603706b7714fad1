"""A browser on the live server of the demonstration region: one account per role."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from ancrage.cli.second_facteur import code_now
from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.config import demonstration
from tests.plateforme.conftest import _empty_cache, _state_dir  # noqa: F401


@pytest.fixture
def mot_de_passe(settings: Any, transactional_db: None) -> str:
    """Build the demonstration region; return the password of its accounts."""
    settings.DEMO = True
    return demonstration.build_region()


@pytest.fixture
def entrer(ouvrir: Callable[..., Any], mot_de_passe: str) -> Callable[[str], Any]:
    """Return the function that signs a role in as she does: password, then her six digits."""

    def sign_in(role: str) -> Any:
        page = ouvrir("/compte/connexion/")
        page.get_by_label("Adresse électronique").fill(f"{role}@demo.example")
        page.get_by_label("Mot de passe").fill(mot_de_passe)
        page.get_by_role("button", name="Se connecter").click()
        if Authenticator.objects.filter(user__email=f"{role}@demo.example").exists():
            page.get_by_label("Code").fill(code_now(state_dir(), role))
            page.get_by_role("main").get_by_role("button").first.click()
        # Going elsewhere before the answer would cut the sign-in, and leave a visitor.
        expect(page).to_have_url(re.compile(r"//[^/]+/$"), timeout=30_000)
        return page

    return sign_in
