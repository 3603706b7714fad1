"""Abstract models: an unguessable public identifier, a region, dates, an optimistic lock."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F

from ancrage.plateforme.commun.erreurs import EditionConcurrente


class Identifie(models.Model):
    """A row with a public identifier: no sequential id ever appears in an address."""

    identifiant = models.UUIDField(
        "identifiant public", default=uuid.uuid4, unique=True, editable=False
    )

    class Meta:
        abstract = True


class Regional(models.Model):
    """A row that belongs to one region (INSEE code, text: « 24 »)."""

    region = models.CharField("région", max_length=2, db_index=True)

    class Meta:
        abstract = True


class Horodate(models.Model):
    """A row that knows when it was made and last changed."""

    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True


class Versionne(models.Model):
    """A row that two people may edit: a save names the version that its form was opened on."""

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, expected: int, fields: list[str]) -> Self:
        """Save `fields` if the stored version is still `expected`; refuse otherwise.

        One UPDATE with the version in its WHERE clause: no lock is held between reading and
        writing. Raises `EditionConcurrente` with the values now stored.
        """
        manager: Any = type(self)._default_manager
        values = {name: getattr(self, name) for name in fields}
        saved = manager.filter(pk=self.pk, version=expected).update(
            **values, version=F("version") + 1
        )
        if not saved:
            actuel = manager.get(pk=self.pk)
            raise EditionConcurrente(
                "Quelqu'un a enregistré une autre version pendant que vous écriviez.",
                "Votre texte est conservé ci-dessous : choisissez, champ par champ, ce qui reste.",
                actuel={name: getattr(actuel, name) for name in (*fields, "version")},
            )
        self.version = expected + 1
        return self
