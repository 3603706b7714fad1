"""Preferences of notification, the weekly message, and the last visit of each person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_api_tokens"),
        ("notifications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recapitulatif",
            fields=[
                (
                    "utilisateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recapitulatif",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "jour",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "lundi"),
                            (1, "mardi"),
                            (2, "mercredi"),
                            (3, "jeudi"),
                            (4, "vendredi"),
                            (5, "samedi"),
                            (6, "dimanche"),
                        ],
                        default=0,
                        verbose_name="jour",
                    ),
                ),
                ("envoye_le", models.DateField(blank=True, null=True, verbose_name="envoyé le")),
            ],
            options={
                "verbose_name": "récapitulatif",
                "verbose_name_plural": "récapitulatifs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("jour__lte", 6)), name="recapitulatif_jour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visite",
            fields=[
                (
                    "utilisateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="visite",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                ("vue_le", models.DateTimeField(verbose_name="vue le")),
                (
                    "precedente_le",
                    models.DateTimeField(blank=True, null=True, verbose_name="visite précédente"),
                ),
            ],
            options={
                "verbose_name": "visite",
                "verbose_name_plural": "visites",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("precedente_le__isnull", True),
                            ("precedente_le__lte", models.F("vue_le")),
                            _connector="OR",
                        ),
                        name="visite_dans_l_ordre",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("urgent", "Urgences : terme dépassé, chiffre retiré…"),
                            (
                                "contrat",
                                "Vie des contrats : échéances, poste vacant, communes, élections",
                            ),
                            (
                                "diagnostic",
                                "Diagnostics : commande, relecture, avis, parution, erratum",
                            ),
                            ("observatoire", "Observatoire : demandes, dépôts, nouvelles éditions"),
                            ("autre", "Le reste"),
                        ],
                        max_length=14,
                        verbose_name="genre",
                    ),
                ),
                (
                    "rythme",
                    models.CharField(
                        choices=[
                            ("immediat", "tout de suite"),
                            ("hebdomadaire", "dans le message de la semaine"),
                            ("jamais", "jamais par courriel"),
                        ],
                        max_length=14,
                        verbose_name="rythme",
                    ),
                ),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "préférence de notification",
                "verbose_name_plural": "préférences de notification",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("utilisateur", "genre"), name="preference_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "genre__in",
                                ["urgent", "contrat", "diagnostic", "observatoire", "autre"],
                            ),
                            ("rythme__in", ["immediat", "hebdomadaire", "jamais"]),
                        ),
                        name="preference_connue",
                    ),
                ],
            },
        ),
    ]
