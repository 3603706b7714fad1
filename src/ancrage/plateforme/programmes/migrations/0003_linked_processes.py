"""The local processes beside a contract; they meet sheets of that contract alone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from ancrage.plateforme.commun.declencheurs import forbid

ASTRAY = (
    "NOT EXISTS (SELECT 1 FROM programmes_demarcheliee d JOIN programmes_ficheaction f "
    "ON f.contrat_id = d.contrat_id WHERE d.id = NEW.demarcheliee_id AND f.id = NEW.ficheaction_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("contrats", "0004_opinions_and_engagements"),
        ("programmes", "0002_held_by_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemarcheLiee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identifiant",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="identifiant public",
                    ),
                ),
                ("region", models.CharField(db_index=True, max_length=2, verbose_name="région")),
                ("cree_le", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("modifie_le", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("asv", "atelier santé ville (ASV)"),
                            ("contrat_ville", "contrat de ville"),
                            ("clsm", "conseil local de santé mentale (CLSM)"),
                            ("cpts", "communauté professionnelle territoriale de santé (CPTS)"),
                            ("msp", "maison de santé pluriprofessionnelle (MSP)"),
                            ("ptsm", "projet territorial de santé mentale (PTSM)"),
                            ("prse", "plan régional santé-environnement (PRSE)"),
                            ("villes_sante", "réseau français des Villes-Santé de l’OMS"),
                            ("pat", "projet alimentaire territorial (PAT)"),
                            ("autre", "autre démarche"),
                        ],
                        max_length=13,
                        verbose_name="type",
                    ),
                ),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "organisme",
                    models.CharField(blank=True, max_length=200, verbose_name="organisme porteur"),
                ),
                ("depuis", models.DateField(blank=True, null=True, verbose_name="depuis")),
                ("jusqu_au", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "prise_en_compte",
                    models.TextField(blank=True, verbose_name="prise en compte par le contrat"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demarches_liees",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "fiches",
                    models.ManyToManyField(
                        blank=True,
                        related_name="demarches_liees",
                        to="programmes.ficheaction",
                        verbose_name="fiches liées",
                    ),
                ),
            ],
            options={
                "verbose_name": "démarche liée",
                "verbose_name_plural": "démarches liées",
                "ordering": ("nom", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "type", "nom"), name="demarche_une_fois"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "asv",
                                    "contrat_ville",
                                    "clsm",
                                    "cpts",
                                    "msp",
                                    "ptsm",
                                    "prse",
                                    "villes_sante",
                                    "pat",
                                    "autre",
                                ],
                            ),
                            models.Q(("nom", ""), _negated=True),
                        ),
                        name="demarche_nommee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("depuis__isnull", True),
                            ("jusqu_au__isnull", True),
                            ("jusqu_au__gte", models.F("depuis")),
                            _connector="OR",
                        ),
                        name="demarche_dates",
                    ),
                ],
            },
        ),
        forbid(
            "programmes_demarcheliee_fiches",
            acts={"INSERT": ASTRAY},
            message="Two rows of two contracts are not tied",
        ),
        forbid(
            "programmes_demarcheliee",
            acts={"UPDATE": "NEW.contrat_id <> OLD.contrat_id"},
            message="A part of a plan stays in its contract",
        ),
    ]
