"""What each person is told, once; the e-mails are made from these rows alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie
from ancrage.plateforme.comptes.models import Utilisateur


class GenreNotification(models.TextChoices):
    """The kinds that a person sets; « urgent » stands for what is urgent, whatever its kind."""

    URGENT = "urgent", "Urgences : terme dépassé, chiffre retiré…"
    CONTRAT = "contrat", "Vie des contrats : échéances, poste vacant, communes, élections"
    DIAGNOSTIC = "diagnostic", "Diagnostics : commande, relecture, avis, parution, erratum"
    OBSERVATOIRE = "observatoire", "Observatoire : demandes, dépôts, nouvelles éditions"
    AUTRE = "autre", "Le reste"


class Rythme(models.TextChoices):
    """When an e-mail tells a fact; the site tells it in any case."""

    IMMEDIAT = "immediat", "tout de suite"
    HEBDOMADAIRE = "hebdomadaire", "dans le message de la semaine"
    JAMAIS = "jamais", "jamais par courriel"


JOURS = (
    (0, "lundi"), (1, "mardi"), (2, "mercredi"), (3, "jeudi"), (4, "vendredi"), (5, "samedi"),
    (6, "dimanche"),
)  # fmt: skip


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reading one's notifications."""

    def of(self, user: Utilisateur) -> "NotificationQuerySet":
        """Return a person's own notifications, the latest first."""
        return self.filter(destinataire=user).order_by("-cree_le")

    def unread(self) -> "NotificationQuerySet":
        """Leave out those already read."""
        return self.filter(lue_le__isnull=True)

    def to_send(self) -> "NotificationQuerySet":
        """Return what no e-mail has told yet, to people whose account is active."""
        return self.filter(envoyee_le__isnull=True, destinataire__is_active=True)


class Notification(Identifie, Horodate):
    """One fact told to one person. `cle` names the fact: it is told once, however often found."""

    destinataire = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notifications",
        verbose_name="destinataire",
    )
    cle = models.CharField("clé du fait", max_length=120)
    titre = models.CharField("titre", max_length=200)
    texte = models.TextField("texte", blank=True)
    lien = models.CharField("adresse dans le site", max_length=300, blank=True)
    urgente = models.BooleanField("urgente", default=False)
    lue_le = models.DateTimeField("lue le", null=True, blank=True)
    envoyee_le = models.DateTimeField("envoyée par courriel le", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        verbose_name_plural = "notifications"
        ordering = ("-cree_le",)
        constraints = (
            models.UniqueConstraint(
                fields=["destinataire", "cle"], name="notification_fait_dit_une_fois"
            ),
        )

    def __str__(self) -> str:
        return self.titre


class Preference(models.Model):
    """What a person chose for one kind; without a row, the kind keeps its usual rhythm."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="preferences",
        verbose_name="personne",
    )
    genre = models.CharField("genre", max_length=14, choices=GenreNotification.choices)
    rythme = models.CharField("rythme", max_length=14, choices=Rythme.choices)

    class Meta:
        verbose_name = "préférence de notification"
        verbose_name_plural = "préférences de notification"
        constraints = (
            models.UniqueConstraint(fields=["utilisateur", "genre"], name="preference_unique"),
            models.CheckConstraint(
                condition=Q(genre__in=GenreNotification.values) & Q(rythme__in=Rythme.values),
                name="preference_connue",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_genre_display()} : {self.get_rythme_display()}"


class Recapitulatif(models.Model):
    """The weekly message of a person: her day, and the last day it left (claimed before)."""

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="recapitulatif",
        verbose_name="personne",
    )
    jour = models.PositiveSmallIntegerField("jour", choices=JOURS, default=0)
    envoye_le = models.DateField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "récapitulatif"
        verbose_name_plural = "récapitulatifs"
        constraints = (models.CheckConstraint(condition=Q(jour__lte=6), name="recapitulatif_jour"),)

    def __str__(self) -> str:
        return f"récapitulatif du {self.get_jour_display()}"


class Visite(models.Model):
    """When a person last opened her home page, and the visit before: changes are told since it."""

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="visite",
        verbose_name="personne",
    )
    vue_le = models.DateTimeField("vue le")
    precedente_le = models.DateTimeField("visite précédente", null=True, blank=True)

    class Meta:
        verbose_name = "visite"
        verbose_name_plural = "visites"
        constraints = (
            models.CheckConstraint(
                condition=Q(precedente_le__isnull=True) | Q(precedente_le__lte=F("vue_le")),
                name="visite_dans_l_ordre",
            ),
        )

    def __str__(self) -> str:
        return f"visite du {self.vue_le:%d/%m/%Y}"
