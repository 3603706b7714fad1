"""The demonstration: one account per role, made once, and never on a real site."""

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt

from ancrage.cli.second_facteur import FICHIER, code_at, code_now
from ancrage.observatoire.erreurs import Erreur
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.comptes.models import Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import SECOND_FACTEUR, Role
from ancrage.plateforme.config.demonstration import (
    SECONDS_FACTEURS,
    build_region,
    open_second_factor,
)
from ancrage.plateforme.journal.services import find_break

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_a_real_site_refuses_the_demonstration_accounts():
    with pytest.raises(ActeRefuse, match="démonstration"):
        build_region()
    with pytest.raises(ActeRefuse, match="démonstration"):
        open_second_factor(Utilisateur(email="ors@demo.example"))
    assert not Utilisateur.objects.exists()


def test_every_role_has_its_account_with_the_one_password(demo):
    password = build_region()
    users = {user.email.split("@")[0]: user for user in Utilisateur.objects.all()}
    assert set(users) >= set(Role.values)
    for role in Role.values:
        assert users[role].roles == {role}
        assert users[role].check_password(password)
    assert all("démonstration" in one.nom for one in Organisation.objects.all())
    assert find_break() is None


def test_a_second_run_changes_nothing(demo):
    password, count = build_region(), Utilisateur.objects.count()
    assert build_region() == password
    assert Utilisateur.objects.count() == count


def test_the_second_factor_that_is_printed_opens_the_account(demo):
    build_region()
    folder = state_dir()
    for role in SECOND_FACTEUR:
        user = Utilisateur.objects.get(email=f"{role}@demo.example")
        secret = decrypt(user.authenticator_set.get(type="totp").data["secret"])
        assert validate_totp_code(secret, code_now(folder, role))
    assert (folder / SECONDS_FACTEURS).stat().st_mode & 0o077 == 0


def test_a_role_without_second_factor_is_told(demo):
    build_region()
    with pytest.raises(Erreur, match="second facteur"):
        code_now(state_dir(), "elu")


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
)
def test_the_code_is_that_of_the_standard(moment, code):
    # RFC 6238, appendix B, SHA-1, the last six digits; secret « 12345678901234567890 ».
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", moment) == code


def test_the_command_line_reads_the_file_that_the_site_writes(tmp_path):
    assert FICHIER == SECONDS_FACTEURS
    with pytest.raises(Erreur, match="démonstration"):
        code_now(tmp_path, "ors")
