"""What the user sees of a background job, and when the recurring ones last ran."""

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional


class EtatTravail(models.TextChoices):
    """The states of a job; the last two are final."""

    ATTENTE = "attente", "en attente"
    EN_COURS = "en_cours", "en cours"
    FAIT = "fait", "fait"
    ECHEC = "echec", "en échec"


class TravailQuerySet(models.QuerySet["Travail"]):
    """Reading jobs."""

    def of(self, demandeur_id: str) -> "TravailQuerySet":
        """Return the jobs that a person asked for, the latest first."""
        return self.filter(demandeur_id=demandeur_id).order_by("-cree_le")


class Travail(Identifie, Regional, Horodate):
    """One job: what was asked, by whom, how far it is, what came out.

    The person is kept as id and label: this app knows no account. `tentative` counts the runs;
    a run that is no longer the current one may not write its result.
    """

    tache = models.CharField("tâche", max_length=80)
    libelle = models.CharField("libellé", max_length=200)
    demandeur_id = models.CharField("identifiant du demandeur", max_length=40, blank=True)
    demandeur_label = models.CharField("demandeur", max_length=200, blank=True)
    parametres = models.JSONField("paramètres", default=dict)
    etat = models.CharField(
        "état", max_length=10, choices=EtatTravail.choices, default=EtatTravail.ATTENTE
    )
    fait = models.PositiveIntegerField("étapes faites", default=0)
    total = models.PositiveIntegerField("étapes en tout", default=0)
    message = models.CharField("message", max_length=300, blank=True)
    resultat = models.JSONField("résultat", default=dict)
    tentative = models.PositiveSmallIntegerField("tentative", default=0)
    battement = models.DateTimeField("dernier signe de vie", null=True, blank=True)

    objects = TravailQuerySet.as_manager()

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ("-cree_le",)
        indexes = (models.Index(fields=["etat", "battement"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(total=0) | Q(fait__lte=F("total")), name="travail_fait_dans_total"
            ),
        )

    def __str__(self) -> str:
        return self.libelle

    @property
    def fini(self) -> bool:
        """Say whether nothing more will happen."""
        return self.etat in (EtatTravail.FAIT, EtatTravail.ECHEC)

    @property
    def pourcentage(self) -> int | None:
        """Return the share done in percent, or None when the length is unknown."""
        return round(100 * self.fait / self.total) if self.total else None


class Recurrence(models.Model):
    """When a recurring job was last queued: one row per job, so that it is queued once."""

    tache = models.CharField("tâche", max_length=80, unique=True)
    derniere = models.DateTimeField("dernière mise en file")

    class Meta:
        verbose_name = "récurrence"
        verbose_name_plural = "récurrences"

    def __str__(self) -> str:
        return self.tache
