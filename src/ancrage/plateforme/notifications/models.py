"""What each person is told, once; the e-mails are made from these rows alone."""

from django.conf import settings
from django.db import models

from ancrage.plateforme.commun.modeles import Horodate, Identifie
from ancrage.plateforme.comptes.models import Utilisateur


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
