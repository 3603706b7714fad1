"""A real OpenID Connect provider on the loopback address; it signs userinfo as ProConnect does."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import flask
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

with warnings.catch_warnings():  # the provider's own debts to its libraries
    import authlib.deprecate  # noqa: F401 it sets filters of its own: ours come after

    warnings.simplefilter("ignore", DeprecationWarning)
    from oidc_provider_mock._app import OpenIDCode
    from oidc_provider_mock._app import app as provider_app
    from oidc_provider_mock._server import _threaded_server


@dataclass
class Fournisseur:
    """The provider; `bend` changes the claims that it signs, `key` the key that it signs with."""

    issuer: str = ""
    bend: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | None = None

    def know(self, sub: str, **claims: Any) -> None:
        """Store a person at the provider."""
        requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def agree(self, address: str, sub: str) -> str:
        """Sign in at the provider as `sub`; return where it sends the browser back."""
        answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def sign_userinfo(self, response: flask.Response) -> flask.Response:
        """Turn the provider's plain userinfo into a JWT signed RS256, as ProConnect sends it."""
        if flask.request.path != "/userinfo" or response.status_code != 200:
            return response
        claims = {**response.get_json(), "iss": self.issuer, "aud": "ancrage", **self.bend}
        own = flask.g.oidc_provider_mock_storage.jwk
        key = self.key or RSAKey.import_key(own.as_dict(is_private=True))
        header = {"alg": "RS256", "kid": own.thumbprint()}
        response.set_data(jwt.encode(header, claims, key))
        response.headers["Content-Type"] = "application/jwt"
        return response


def _name_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the provider name the key of its identity tokens (`kid`), as ProConnect does."""
    plain = OpenIDCode.get_jwt_config

    def named(self: Any, grant: Any, client: Any = None) -> dict[str, Any]:
        config = plain(self, grant, client)
        kid = flask.g.oidc_provider_mock_storage.jwk.thumbprint()
        return {**config, "key": {**config["key"], "kid": kid}, "kid": kid}

    monkeypatch.setattr(OpenIDCode, "get_jwt_config", named)


@pytest.fixture
def fournisseur(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fournisseur]:
    """Run the provider and point the site to it."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    _name_keys(monkeypatch)
    found = Fournisseur()
    app = provider_app(require_nonce=True)
    app.after_request(found.sign_userinfo)
    with _threaded_server(app, host="localhost") as server:
        found.issuer = f"http://localhost:{server.server_port}"
        settings.OIDC_ISSUER = found.issuer
        settings.OIDC_RP_CLIENT_ID = "ancrage"
        settings.OIDC_RP_CLIENT_SECRET = "un-secret-de-test"
        yield found
