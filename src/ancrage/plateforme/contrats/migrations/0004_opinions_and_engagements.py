"""Opinions on a text, engagements of the signatories: what was said of them never changes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ancrage.plateforme.commun.declencheurs import forbid, forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("contrats", "0003_takeover_papers"),
        ("fichiers", "0002_texte_simple"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Engagement",
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
                    "nature",
                    models.CharField(
                        choices=[
                            ("humain", "moyens humains"),
                            ("financier", "financement"),
                            ("donnees", "données"),
                            ("calendrier", "calendrier"),
                            ("autre", "autre"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("texte", models.TextField(max_length=1000, verbose_name="engagement")),
                (
                    "quantite",
                    models.CharField(blank=True, max_length=100, verbose_name="quotité ou montant"),
                ),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="échéance")),
                (
                    "signataire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="contrats.signataire",
                        verbose_name="signataire",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement",
                "verbose_name_plural": "engagements",
                "ordering": ("signataire__rang", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ConstatEngagement",
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
                    "etat",
                    models.CharField(
                        choices=[
                            ("tenu", "tenu"),
                            ("partiellement", "tenu en partie"),
                            ("non_tenu", "non tenu"),
                        ],
                        max_length=13,
                        verbose_name="constat",
                    ),
                ),
                ("le", models.DateField(verbose_name="constaté le")),
                ("commentaire", models.TextField(blank=True, verbose_name="commentaire")),
                ("auteur_label", models.CharField(max_length=200, verbose_name="nom de l’auteur")),
                (
                    "auteur",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="constats",
                        to="contrats.engagement",
                        verbose_name="engagement",
                    ),
                ),
            ],
            options={
                "verbose_name": "constat d’un engagement",
                "verbose_name_plural": "constats d’engagements",
                "ordering": ("le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="AvisContrat",
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
                    "organe",
                    models.CharField(
                        choices=[
                            ("cotech", "comité technique"),
                            ("ars", "agence régionale de santé"),
                        ],
                        max_length=6,
                        verbose_name="donné par",
                    ),
                ),
                ("demande_le", models.DateField(blank=True, null=True, verbose_name="demandé le")),
                (
                    "limite",
                    models.DateField(blank=True, null=True, verbose_name="souhaité avant le"),
                ),
                (
                    "version_figee",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="version figée"
                    ),
                ),
                (
                    "empreinte",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="empreinte de la version"
                    ),
                ),
                (
                    "sens",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("favorable", "favorable"),
                            ("reserve", "favorable avec réserves"),
                            ("defavorable", "défavorable"),
                        ],
                        max_length=11,
                        verbose_name="avis",
                    ),
                ),
                ("rendu_le", models.DateField(blank=True, null=True, verbose_name="rendu le")),
                ("texte", models.TextField(blank=True, verbose_name="texte de l’avis")),
                ("reserves", models.TextField(blank=True, verbose_name="réserves")),
                (
                    "fonction",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="fonction de qui le donne"
                    ),
                ),
                (
                    "auteur_label",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="nom de qui l’enregistre"
                    ),
                ),
                (
                    "levee_le",
                    models.DateField(blank=True, null=True, verbose_name="réserves levées le"),
                ),
                (
                    "levee",
                    models.TextField(
                        blank=True, verbose_name="comment les réserves ont été levées"
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="enregistré par",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avis",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "fichier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis sur un contrat",
                "verbose_name_plural": "avis sur des contrats",
                "ordering": ("rendu_le", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("organe__in", ["cotech", "ars"])),
                        name="avis_organe_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("demande_le__isnull", False),
                                ("rendu_le__isnull", True),
                                ("sens", ""),
                            ),
                            models.Q(
                                ("rendu_le__isnull", False),
                                ("sens__in", ["favorable", "reserve", "defavorable"]),
                                models.Q(("fonction", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="avis_demande_ou_rendu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sens", "reserve"), models.Q(("reserves", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("sens", "reserve"), _negated=True), ("reserves", "")
                            ),
                            _connector="OR",
                        ),
                        name="avis_reserves_dites",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sens", "defavorable"), _negated=True),
                            models.Q(("texte", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="avis_defavorable_motive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("levee", ""), ("levee_le__isnull", True)),
                            models.Q(
                                ("levee_le__gte", models.F("rendu_le")),
                                ("sens", "reserve"),
                                models.Q(("levee", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="avis_reserves_levees",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("empreinte", ""), ("version_figee__isnull", True)),
                            models.Q(
                                ("version_figee__isnull", False),
                                models.Q(("empreinte", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="avis_version_et_empreinte",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rendu_le__isnull", True)),
                        fields=("contrat", "organe"),
                        name="avis_demande_une_fois",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nature__in", ["humain", "financier", "donnees", "calendrier", "autre"]),
                    models.Q(("texte", ""), _negated=True),
                ),
                name="engagement_dit",
            ),
        ),
        migrations.AddConstraint(
            model_name="constatengagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("etat", "tenu"),
                    models.Q(
                        ("etat__in", ("tenu", "partiellement", "non_tenu")),
                        models.Q(("commentaire", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="constat_engagement_explique",
            ),
        ),
        forbid(
            "contrats_aviscontrat",
            acts={
                "UPDATE OF contrat_id, organe, demande_le, version_figee, empreinte, sens, rendu_le, "
                "texte, reserves, fonction, fichier_id, levee_le, levee": "OLD.sens <> '' AND "
                "(OLD.levee <> '' OR OLD.sens <> NEW.sens OR OLD.rendu_le <> NEW.rendu_le "
                "OR OLD.texte <> NEW.texte OR OLD.reserves <> NEW.reserves "
                "OR OLD.fonction <> NEW.fonction OR OLD.organe <> NEW.organe "
                "OR OLD.contrat_id <> NEW.contrat_id OR OLD.empreinte <> NEW.empreinte)",
                "DELETE": "OLD.sens <> ''",
            },
            message="Un avis rendu ne se modifie pas.",
        ),
        forbid_changes(
            "contrats_constatengagement",
            message="Un constat ne se modifie pas : un autre le suit.",
            columns=("engagement_id", "etat", "le", "commentaire"),
        ),
    ]
