"""The papers of a takeover: the past diagnosis, its figures, drafts and workbooks."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ancrage.plateforme.commun.declencheurs import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("contrats", "0002_state_follows_transitions"),
        ("fichiers", "0002_texte_simple"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BrouillonReprise",
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
                ("saisie", models.JSONField(default=dict, verbose_name="saisie")),
                (
                    "auteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "contrat",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "brouillon de reprise",
                "verbose_name_plural": "brouillons de reprise",
                "ordering": ("-modifie_le",),
            },
        ),
        migrations.CreateModel(
            name="ClasseurReprise",
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
                    "importe_le",
                    models.DateTimeField(blank=True, null=True, verbose_name="importé le"),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "fichier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="classeur",
                    ),
                ),
                (
                    "pieces",
                    models.ManyToManyField(
                        related_name="+", to="fichiers.fichier", verbose_name="pièces numérisées"
                    ),
                ),
            ],
            options={
                "verbose_name": "classeur de reprise",
                "verbose_name_plural": "classeurs de reprise",
                "ordering": ("-cree_le",),
            },
        ),
        migrations.CreateModel(
            name="DiagnosticAnterieur",
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
                ("titre", models.CharField(max_length=200, verbose_name="titre")),
                ("auteur", models.CharField(max_length=200, verbose_name="réalisé par")),
                ("date", models.DateField(verbose_name="date du document")),
                (
                    "contrat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diagnostic_anterieur",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "fichier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="document PDF",
                    ),
                ),
            ],
            options={
                "verbose_name": "diagnostic antérieur",
                "verbose_name_plural": "diagnostics antérieurs",
                "ordering": ("-date",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("titre", ""), _negated=True),
                            models.Q(("auteur", ""), _negated=True),
                        ),
                        name="diagnostic_anterieur_attribue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChiffreDepart",
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
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("libelle", models.CharField(max_length=200, verbose_name="indicateur")),
                (
                    "valeur",
                    models.DecimalField(decimal_places=4, max_digits=14, verbose_name="valeur"),
                ),
                ("unite", models.CharField(max_length=60, verbose_name="unité")),
                ("periode", models.CharField(max_length=40, verbose_name="période")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "page",
                    models.CharField(blank=True, max_length=20, verbose_name="page du document"),
                ),
                (
                    "diagnostic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chiffres",
                        to="contrats.diagnosticanterieur",
                        verbose_name="diagnostic",
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffre de départ",
                "verbose_name_plural": "chiffres de départ",
                "ordering": ("diagnostic", "rang"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("diagnostic", "libelle", "periode"), name="chiffre_depart_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("libelle", ""), _negated=True),
                            models.Q(("unite", ""), _negated=True),
                            models.Q(("periode", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="chiffre_depart_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LigneReprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_index=True, max_length=2, verbose_name="région")),
                ("reference", models.CharField(max_length=60, verbose_name="référence")),
                (
                    "classeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lignes",
                        to="contrats.classeurreprise",
                        verbose_name="classeur",
                    ),
                ),
                (
                    "contrat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de reprise",
                "verbose_name_plural": "lignes de reprise",
                "ordering": ("reference",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "reference"), name="ligne_reprise_reference_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="ligne_reprise_referencee",
                    ),
                ],
            },
        ),
        forbid_changes(
            "contrats_diagnosticanterieur",
            message="Un diagnostic antérieur se garde tel que repris.",
        ),
        forbid_changes(
            "contrats_chiffredepart", message="Un chiffre de départ se garde tel que repris."
        ),
    ]
