"""One row per act: append-only by trigger, chained by hash."""

from django.db import models

from ancrage.plateforme.commun.modeles import Identifie


class ActeQuerySet(models.QuerySet["Acte"]):
    """Reading the audit."""

    def of(self, objet: models.Model) -> "ActeQuerySet":
        """Return the acts on one object, the latest first."""
        return self.filter(objet_type=objet._meta.label_lower, objet_id=str(objet.pk)).order_by(
            "-rang"
        )


class Acte(Identifie):
    """What someone did to one object. The actor is kept as id and label: people leave.

    `differences` maps a field's verbose name to [before, after], both as text.
    `empreinte` is the SHA-256 of the previous print and of this row's content.
    """

    rang = models.PositiveBigIntegerField("rang", unique=True)
    quand = models.DateTimeField("quand")
    region = models.CharField("région", max_length=2, db_index=True)
    acteur_id = models.CharField("identifiant de l'acteur", max_length=40, blank=True)
    acteur_label = models.CharField("acteur", max_length=200)
    action = models.CharField("action", max_length=80)
    objet_type = models.CharField("type d'objet", max_length=80)
    objet_id = models.CharField("identifiant de l'objet", max_length=40)
    objet_label = models.CharField("objet", max_length=200)
    motif = models.TextField("motif", blank=True)
    differences = models.JSONField("différences", default=dict)
    precedente = models.CharField("empreinte précédente", max_length=64, blank=True)
    empreinte = models.CharField("empreinte", max_length=64)

    objects = ActeQuerySet.as_manager()

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "actes"
        ordering = ("-rang",)
        indexes = (models.Index(fields=["objet_type", "objet_id", "-rang"]),)

    def __str__(self) -> str:
        return f"{self.action} : {self.objet_label}"
