"""The invented region: its store, its fictitious extract, the people of its observatory."""

from pathlib import Path

import pytest

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.travaux import execution
from tests.plateforme.comptes.factories import OrganisationFactory, member

REGION = "99"


@pytest.fixture
def region_inventee(
    store_folder: Path, tmp_path: Path, region_miniature: Path, monkeypatch, settings
) -> Path:
    """Give the test a state of its own on the shared store; return the folder of the extract."""
    state = tmp_path / "etat"
    state.mkdir(exist_ok=True)
    (state / "magasin").symlink_to(store_folder / "magasin")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(state))
    settings.REGION = REGION
    return region_miniature / "depot"


def membre(role: str, region: str = REGION, **scope):
    """Return a person who holds a role in the invented region."""
    return member(
        role, organisation=OrganisationFactory(region=region), **({"code": region} | scope)
    )


@pytest.fixture
def ors(db):
    """Return the statistician."""
    return membre(Role.ORS)


@pytest.fixture
def validateur(db):
    """Return the person who signs."""
    return membre(Role.ORS_VALIDATEUR)


@pytest.fixture
def commits(monkeypatch) -> None:
    """Run what waits for a commit at once: a test's transaction never commits.

    No heartbeat either: its thread would wait for the lock of the same transaction.
    """
    monkeypatch.setattr(execution, "BATTEMENT_SECONDES", 3_600.0)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
