"""Settings of the site from the environment; a wrong one stops the start, in French."""

import environ
from django.core.exceptions import ImproperlyConfigured
from pydantic import DirectoryPath, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ancrage.plateforme.commun.etat import state_dir

REMEDES = {
    "secret_key": "une longue chaîne au hasard : python3 -c "
    "'import secrets; print(secrets.token_urlsafe(50))'",
    "database_url": "sqlite:////chemin/ancrage.sqlite3 ou postgresql://nom:mot@hote:5432/base",
    "allowed_hosts": "les noms du site, séparés par des virgules : cls.exemple.fr",
    "base_url": "l'adresse publique complète : https://cls.exemple.fr",
    "email_url": "smtp+tls://nom:mot@hote:587, ou consolemail:// pour essayer",
    "oidc_issuer": "l'adresse du fournisseur d'identité (ProConnect) : https://…",
}


class Environnement(BaseSettings):
    """What the site reads from the environment; unset values keep these defaults."""

    model_config = SettingsConfigDict(env_prefix="ANCRAGE_", extra="ignore")

    secret_key: SecretStr | None = Field(default=None, min_length=32)
    database_url: str | None = None
    allowed_hosts: str | None = None
    base_url: str | None = None
    email_url: str = "consolemail://"
    email_from: str = "ancrage@localhost"
    region: str = Field(default="24", pattern=r"^\d{2}$")
    theme: str = Field(default="ouvert", pattern=r"^ouvert$")
    demo: bool = False
    parapheur_confiance: DirectoryPath | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")

    @field_validator("base_url", "oidc_issuer")
    @classmethod
    def _whole_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("adresse attendue avec http:// ou https://")
        return value.rstrip("/") if value else value

    def required(self, name: str) -> str:
        """Return a setting that production cannot do without, or stop and say how to give it."""
        value = getattr(self, name)
        if value is None or value == "":
            raise ImproperlyConfigured(
                f"Réglage manquant : ANCRAGE_{name.upper()}.\nQue faire : donnez {REMEDES[name]}"
            )
        return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def read_environnement() -> Environnement:
    """Read the environment, or stop with the name of the wrong variable and the remedy."""
    try:
        return Environnement()
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            name = str(problem["loc"][0])
            lines.append(f"Réglage refusé : ANCRAGE_{name.upper()} ({problem['msg']}).")
            if name in REMEDES:
                lines.append(f"Que faire : donnez {REMEDES[name]}")
        raise ImproperlyConfigured("\n".join(lines)) from None


# Measured on 16 writers: Django's defaults lose two transactions in three to « database is
# locked »; with these none is lost (stack.md).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(url: str | None) -> dict[str, object]:
    """Return Django's description of the database; the default is a file in the state folder."""
    if url is None:
        folder = state_dir()
        folder.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{folder / 'ancrage.sqlite3'}"
    if not url.startswith(("sqlite://", "postgresql://", "postgres://")):
        raise ImproperlyConfigured(
            f"Réglage refusé : ANCRAGE_DATABASE_URL (« {url.split(':', 1)[0]} »).\n"
            f"Que faire : donnez {REMEDES['database_url']}"
        )
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        return {**config, "OPTIONS": dict(SQLITE_OPTIONS)}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
