"""Configuration of this package."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What each person is told: rows written by the apps, sent by e-mail."""

    name = "ancrage.plateforme.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Declare what this app holds of people."""
        from ancrage.plateforme.notifications.donnees import declare_own

        declare_own()
