"""Tokens of the open API: what a program may read in its owner's name, and until when."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ancrage.plateforme.commun.modeles import Horodate, Identifie

PREFIXE = "ancrage_"  # so that a token left in a file is recognised for what it is
DUREE_MAXIMALE = timedelta(days=366)


class PorteeJeton(models.TextChoices):
    """What a token adds to what anybody reads; never more than its owner's roles."""

    PERIMETRES = "perimetres", "lire les périmètres que vous lisez, brouillons compris"
    VALEURS_PROTEGEES = "valeurs_protegees", "lire les valeurs protégées que votre rôle vous ouvre"


class JetonApiQuerySet(models.QuerySet["JetonApi"]):
    """Reading tokens."""

    def visibles_par(self, user: Any) -> "JetonApiQuerySet":
        """Return a person's own, the latest first."""
        return self.filter(utilisateur=user)

    def valables(self) -> "JetonApiQuerySet":
        """Return those that open something now: neither expired nor revoked, owner active."""
        return self.filter(
            revoque_le__isnull=True, expire_le__gt=timezone.now(), utilisateur__is_active=True
        )


class JetonApi(Identifie, Horodate):
    """A token, kept as its SHA-256: it is drawn at random and long, and shown once."""

    CHAMPS_PERSONNELS = frozenset({"empreinte"})

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="jetons_api",
        verbose_name="personne",
    )
    libelle = models.CharField("usage", max_length=100)
    portees = models.JSONField("portées", default=list, blank=True)
    empreinte = models.CharField("empreinte", max_length=64, unique=True)
    indice = models.CharField("derniers caractères", max_length=4)
    expire_le = models.DateTimeField("expire le")
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = JetonApiQuerySet.as_manager()

    class Meta:
        verbose_name = "jeton d’API"
        verbose_name_plural = "jetons d’API"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expire_le__gt=F("cree_le")), name="jeton_api_expire_apres_creation"
            ),
            models.UniqueConstraint(
                fields=["utilisateur", "libelle"],
                condition=Q(revoque_le__isnull=True),
                name="jeton_api_usage_unique",
            ),
        )

    def __str__(self) -> str:
        return f"jeton d’API, {self.libelle}"

    @property
    def etat(self) -> str:
        """Return the state in one French word."""
        if self.revoque_le:
            return "révoqué"
        return "valable" if self.expire_le > timezone.now() else "expiré"

    @property
    def portees_libelles(self) -> list[str]:
        """Return what it opens, in words."""
        return [str(PorteeJeton(code).label) for code in self.portees]


def print_of(secret: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_token(secret: str) -> JetonApi | None:
    """Return the token that a program presents, with its owner, if it opens something now."""
    if not secret.startswith(PREFIXE):
        return None
    valid = JetonApi.objects.valables().select_related("utilisateur")
    return valid.filter(empreinte=print_of(secret)).first()
