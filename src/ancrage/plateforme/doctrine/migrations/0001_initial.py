import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PlanRegional",
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
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("prs", "projet régional de santé"),
                            ("srs", "schéma régional de santé"),
                            ("praps", "programme d’accès à la prévention et aux soins"),
                            ("prse", "plan régional santé-environnement"),
                        ],
                        max_length=5,
                        verbose_name="type",
                    ),
                ),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro de version")),
                ("libelle", models.CharField(max_length=200, verbose_name="nom")),
                ("date_debut", models.DateField(verbose_name="en vigueur depuis")),
                (
                    "date_fin",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur jusqu’au"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "fige_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="figé le"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan régional",
                "verbose_name_plural": "plans régionaux",
                "ordering": ("region", "type", "numero"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "type", "numero"), name="plan_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("date_fin__isnull", True)),
                        fields=("region", "type"),
                        name="plan_une_version_ouverte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_fin__isnull", True),
                            ("date_fin__gte", models.F("date_debut")),
                            _connector="OR",
                        ),
                        name="plan_fin_apres_debut",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectifRegional",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("libelle", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enfants",
                        to="doctrine.objectifregional",
                        verbose_name="objectif au-dessus",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectifs",
                        to="doctrine.planregional",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "objectif régional",
                "verbose_name_plural": "objectifs régionaux",
                "ordering": ("plan", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "code"), name="objectif_regional_code_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegleRegionale",
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
                ("code", models.CharField(max_length=3, verbose_name="code")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro de version")),
                ("date_debut", models.DateField(verbose_name="en vigueur depuis")),
                (
                    "date_fin",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur jusqu’au"),
                ),
                ("enonce", models.TextField(verbose_name="énoncé")),
                (
                    "effet",
                    models.CharField(
                        choices=[
                            ("bloque", "bloque"),
                            ("alerte", "alerte"),
                            ("information", "information"),
                        ],
                        max_length=11,
                        verbose_name="effet",
                    ),
                ),
                ("parametres", models.JSONField(default=dict, verbose_name="paramètres")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "règle régionale",
                "verbose_name_plural": "règles régionales",
                "ordering": ("region", "code", "numero"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "code", "numero"), name="regle_version_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("date_fin__isnull", True)),
                        fields=("region", "code"),
                        name="regle_une_version_ouverte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_fin__isnull", True),
                            ("date_fin__gte", models.F("date_debut")),
                            _connector="OR",
                        ),
                        name="regle_fin_apres_debut",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "R1",
                                    "R2",
                                    "R3",
                                    "R4",
                                    "R5",
                                    "R6",
                                    "R7",
                                    "R8",
                                    "R9",
                                    "R10",
                                    "R11",
                                    "R12",
                                    "R13",
                                    "R14",
                                    "R15",
                                    "R16",
                                    "R17",
                                    "R18",
                                    "R19",
                                    "R20",
                                    "R21",
                                ],
                            )
                        ),
                        name="regle_code_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effet__in", ["bloque", "alerte", "information"]),
                            models.Q(("enonce", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="regle_effet_enonce_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Doctrine",
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
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("libelle", models.CharField(max_length=200, verbose_name="nom")),
                ("date_debut", models.DateField(verbose_name="en vigueur depuis")),
                (
                    "date_fin",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur jusqu’au"),
                ),
                ("delais", models.JSONField(default=dict, verbose_name="délais en jours")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "regles",
                    models.ManyToManyField(
                        related_name="doctrines",
                        to="doctrine.regleregionale",
                        verbose_name="règles",
                    ),
                ),
            ],
            options={
                "verbose_name": "doctrine",
                "verbose_name_plural": "doctrines",
                "ordering": ("region", "numero"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "numero"), name="doctrine_numero_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("date_fin__isnull", True)),
                        fields=("region",),
                        name="doctrine_une_seule_ouverte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_fin__isnull", True),
                            ("date_fin__gte", models.F("date_debut")),
                            _connector="OR",
                        ),
                        name="doctrine_fin_apres_debut",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevisionPrs",
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
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "ancien",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devient",
                        to="doctrine.objectifregional",
                        verbose_name="ancien objectif",
                    ),
                ),
                (
                    "nouveau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vient_de",
                        to="doctrine.objectifregional",
                        verbose_name="nouvel objectif",
                    ),
                ),
            ],
            options={
                "verbose_name": "révision du PRS",
                "verbose_name_plural": "révisions du PRS",
                "ordering": ("ancien", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("ancien", "nouveau"), name="revision_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("nouveau__isnull", True)),
                        fields=("ancien",),
                        name="revision_abandon_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visa",
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
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro de version")),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang dans l’acte")),
                ("texte", models.TextField(verbose_name="texte cité")),
                ("date_texte", models.DateField(verbose_name="date du texte")),
                ("date_debut", models.DateField(verbose_name="à citer depuis")),
                (
                    "date_fin",
                    models.DateField(blank=True, null=True, verbose_name="à citer jusqu’au"),
                ),
                (
                    "a_verifier",
                    models.BooleanField(default=False, verbose_name="rédaction à vérifier"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "visa",
                "verbose_name_plural": "visas",
                "ordering": ("region", "rang", "numero"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "code", "numero"), name="visa_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_fin__isnull", True),
                            ("date_fin__gte", models.F("date_debut")),
                            _connector="OR",
                        ),
                        name="visa_fin_apres_debut",
                    ),
                ],
            },
        ),
    ]
