import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0003_api_tokens"),
        ("doctrine", "0002_frozen_versions"),
        ("fichiers", "0001_initial"),
        ("territoires", "0002_frozen_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contrat",
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
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="adresse")),
                (
                    "generation",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="génération"
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("sollicitation", "sollicitation"),
                            ("faisabilite", "étude de faisabilité"),
                            ("prefiguration", "préfiguration"),
                            ("dls_commande", "diagnostic commandé"),
                            ("dls_en_cours", "diagnostic en cours"),
                            ("dls_restitue", "diagnostic restitué"),
                            ("priorisation", "priorisation"),
                            ("ateliers", "ateliers"),
                            ("redaction", "rédaction"),
                            ("validation", "validation"),
                            ("signe", "signé"),
                            ("en_oeuvre", "en œuvre"),
                            ("suspendu", "suspendu"),
                            ("evaluation", "évaluation"),
                            ("renouvellement", "renouvellement"),
                            ("proroge", "prorogé"),
                            ("non_reconduit", "non reconduit"),
                            ("abandonne", "abandonné"),
                            ("termine", "terminé"),
                            ("echu", "échu"),
                        ],
                        default="sollicitation",
                        editable=False,
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                (
                    "rang",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="nombre de transitions"
                    ),
                ),
                (
                    "repris",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="repris en cours"
                    ),
                ),
                (
                    "date_signature",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="signé le"
                    ),
                ),
                ("date_debut", models.DateField(blank=True, null=True, verbose_name="début")),
                ("date_fin", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "contrat_precedent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suivants",
                        to="contrats.contrat",
                        verbose_name="contrat précédent",
                    ),
                ),
                (
                    "doctrine",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats",
                        to="doctrine.doctrine",
                        verbose_name="doctrine à la signature",
                    ),
                ),
                (
                    "perimetre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats",
                        to="territoires.perimetre",
                        verbose_name="périmètre du contrat",
                    ),
                ),
                (
                    "perimetre_etude",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats_etudies",
                        to="territoires.perimetre",
                        verbose_name="périmètre d’étude",
                    ),
                ),
            ],
            options={
                "verbose_name": "contrat local de santé",
                "verbose_name_plural": "contrats locaux de santé",
                "ordering": ("nom", "generation"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "etat__in",
                                [
                                    "sollicitation",
                                    "faisabilite",
                                    "prefiguration",
                                    "dls_commande",
                                    "dls_en_cours",
                                    "dls_restitue",
                                    "priorisation",
                                    "ateliers",
                                    "redaction",
                                    "validation",
                                    "signe",
                                    "en_oeuvre",
                                    "suspendu",
                                    "evaluation",
                                    "renouvellement",
                                    "proroge",
                                    "non_reconduit",
                                    "abandonne",
                                    "termine",
                                    "echu",
                                ],
                            )
                        ),
                        name="contrat_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "etat__in",
                                    (
                                        "signe",
                                        "en_oeuvre",
                                        "suspendu",
                                        "evaluation",
                                        "renouvellement",
                                        "proroge",
                                        "echu",
                                        "non_reconduit",
                                        "termine",
                                    ),
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("date_debut__isnull", False),
                                ("date_fin__isnull", False),
                                ("date_signature__isnull", False),
                                ("perimetre__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contrat_signe_complet",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_signature__isnull", True),
                            (
                                "etat__in",
                                (
                                    "signe",
                                    "en_oeuvre",
                                    "suspendu",
                                    "evaluation",
                                    "renouvellement",
                                    "proroge",
                                    "echu",
                                    "non_reconduit",
                                    "termine",
                                ),
                            ),
                            ("rang", 0),
                            _connector="OR",
                        ),
                        name="contrat_date_signature_si_signe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_debut__isnull", True),
                            ("date_fin__isnull", True),
                            ("date_fin__gt", models.F("date_debut")),
                            _connector="OR",
                        ),
                        name="contrat_fin_apres_debut",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contrat_precedent__isnull", True),
                            models.Q(("contrat_precedent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="contrat_pas_son_predecesseur",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangementCommune",
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
                    "nature",
                    models.CharField(
                        choices=[
                            ("fusion", "fusion de communes"),
                            ("autre", "scission ou changement de code"),
                            ("depart", "retrait d’une commune"),
                        ],
                        max_length=8,
                        verbose_name="nature",
                    ),
                ),
                ("le", models.DateField(verbose_name="constaté le")),
                ("avant", models.JSONField(default=list, verbose_name="communes avant")),
                ("apres", models.JSONField(default=list, verbose_name="communes après")),
                ("detail", models.TextField(verbose_name="détail")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changements",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement de communes",
                "verbose_name_plural": "changements de communes",
                "ordering": ("-le", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "nature", "detail"), name="changement_une_fois"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Avenant",
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
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("objet", models.CharField(max_length=200, verbose_name="objet")),
                ("motif", models.TextField(verbose_name="motif")),
                ("articles", models.JSONField(default=list, verbose_name="articles modifiés")),
                ("date_effet", models.DateField(verbose_name="date d’effet")),
                ("date_fin", models.DateField(blank=True, null=True, verbose_name="nouveau terme")),
                (
                    "ancienne_fin",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ancien terme"
                    ),
                ),
                (
                    "signe_le",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="signé le"
                    ),
                ),
                (
                    "abandonne_le",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="abandonné le"
                    ),
                ),
                (
                    "ancien_perimetre",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.perimetre",
                        verbose_name="ancien périmètre",
                    ),
                ),
                (
                    "perimetre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avenants",
                        to="territoires.perimetre",
                        verbose_name="nouveau périmètre",
                    ),
                ),
                (
                    "changement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avenant",
                        to="contrats.changementcommune",
                        verbose_name="à la suite de",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avenants",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "avenant",
                "verbose_name_plural": "avenants",
                "ordering": ("contrat", "numero"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "numero"), name="avenant_numero_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signe_le__isnull", True),
                            ("abandonne_le__isnull", True),
                            _connector="OR",
                        ),
                        name="avenant_signe_ou_abandonne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date_fin__isnull", True),
                            ("ancienne_fin__isnull", True),
                            models.Q(("date_fin", models.F("ancienne_fin")), _negated=True),
                            _connector="OR",
                        ),
                        name="avenant_terme_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("objet", ""), _negated=True),
                            models.Q(("motif", ""), _negated=True),
                        ),
                        name="avenant_objet_motif",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
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
                    "fait",
                    models.CharField(
                        choices=[
                            (
                                "territoire_eligible",
                                "le territoire est éligible dans la programmation régionale",
                            ),
                            ("portage_politique", "le portage politique est assuré"),
                            ("ingenierie_financee", "l’ingénierie est financée"),
                            ("copil_installe", "le comité de pilotage est installé"),
                            ("volets_complets", "les volets du diagnostic sont complets"),
                            (
                                "controles_signes",
                                "les contrôles statistiques et de secret sont signés",
                            ),
                            ("forum_tenu", "le forum santé est tenu"),
                            ("inscriptions_enregistrees", "les inscriptions sont enregistrées"),
                            ("priorites_retenues", "les priorités sont retenues en COPIL"),
                            ("fiches_completes", "les fiches actions sont complètes"),
                            ("fiches_liees_au_prs", "chaque fiche décline le PRS"),
                            ("indicateurs_par_action", "chaque action a ses indicateurs"),
                            ("indicateurs_de_suivi", "les indicateurs de suivi sont convenus"),
                            ("avis_cotech", "le comité technique a rendu son avis"),
                            ("avis_ars", "l’ARS a rendu son avis de conformité au PRS"),
                            ("articles_complets", "les neuf articles sont écrits"),
                            ("decision_de_poursuite", "le COPIL a décidé de poursuivre"),
                            ("decision_de_renouvellement", "le COPIL a décidé de renouveler"),
                            (
                                "decision_de_non_reconduction",
                                "le COPIL a décidé de ne pas reconduire",
                            ),
                            (
                                "porteur_competent",
                                "un porteur est désigné et statutairement compétent",
                            ),
                            ("coordonnateur_recrute", "un coordonnateur est en poste"),
                            ("perimetre_fige", "le périmètre d’étude est figé"),
                            (
                                "priorites_en_nombre",
                                "le nombre de priorités est dans la fourchette régionale",
                            ),
                            ("signataires_obligatoires", "les signataires obligatoires sont là"),
                            ("prefecture_signataire", "la préfecture est signataire"),
                            ("signataires_restreints", "le nombre de signataires reste restreint"),
                            ("deliberations_completes", "les délibérations sont complètes"),
                            ("accords_ecrits_recus", "les accords écrits sont reçus"),
                            ("perimetre_contrat_fige", "le périmètre du contrat est figé"),
                            (
                                "ecart_perimetre_explique",
                                "l’écart entre périmètre d’étude et périmètre du contrat est expliqué",
                            ),
                            ("duree_ecrite", "la durée est écrite"),
                            ("duree_contenue", "la durée tient dans celle de la région"),
                            ("signatures_recues", "chaque signataire a signé"),
                            ("debut_atteint", "la date de début est atteinte"),
                            ("terme_a_venir", "le terme n’est pas passé"),
                            ("terme_depasse", "le terme est passé"),
                            ("evaluation_de_mi_parcours", "l’évaluation est de mi-parcours"),
                            ("avenant_de_terme_signe", "l’avenant de prolongation est signé"),
                            ("aucun_successeur_en_cours", "aucun contrat suivant n’est en cours"),
                            ("successeur_signe", "le contrat suivant est signé"),
                        ],
                        max_length=40,
                        verbose_name="fait",
                    ),
                ),
                ("date", models.DateField(verbose_name="date du document")),
                (
                    "nombre",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nombre"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("attestee_le", models.DateField(verbose_name="attesté le")),
                ("auteur_label", models.CharField(max_length=200, verbose_name="attesté par")),
                ("retiree_le", models.DateField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "motif_retrait",
                    models.CharField(blank=True, max_length=300, verbose_name="motif du retrait"),
                ),
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
                    "fichier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="document",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation",
                "verbose_name_plural": "attestations",
                "ordering": ("-date", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retiree_le__isnull", True),
                            models.Q(("motif_retrait", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attestation_retrait_motive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "fait__in",
                                [
                                    "territoire_eligible",
                                    "portage_politique",
                                    "ingenierie_financee",
                                    "copil_installe",
                                    "volets_complets",
                                    "controles_signes",
                                    "forum_tenu",
                                    "inscriptions_enregistrees",
                                    "priorites_retenues",
                                    "fiches_completes",
                                    "fiches_liees_au_prs",
                                    "indicateurs_par_action",
                                    "indicateurs_de_suivi",
                                    "avis_cotech",
                                    "avis_ars",
                                    "articles_complets",
                                    "decision_de_poursuite",
                                    "decision_de_renouvellement",
                                    "decision_de_non_reconduction",
                                ],
                            )
                        ),
                        name="attestation_fait_attestable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fait__in", ["priorites_retenues"]), _negated=True),
                            ("nombre__isnull", False),
                            _connector="OR",
                        ),
                        name="attestation_compte",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AliasContrat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_index=True, max_length=2, verbose_name="région")),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                ("depuis", models.DateField(blank=True, null=True, verbose_name="depuis")),
                ("jusqu_au", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alias",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "autre nom d’un contrat",
                "verbose_name_plural": "autres noms d’un contrat",
                "ordering": ("depuis", "nom"),
                "constraints": [
                    models.UniqueConstraint(fields=("contrat", "nom"), name="alias_contrat_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("depuis__isnull", True),
                            ("jusqu_au__isnull", True),
                            ("jusqu_au__gte", models.F("depuis")),
                            _connector="OR",
                        ),
                        name="alias_contrat_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AireContrat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_index=True, max_length=200, verbose_name="code")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aires",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "aire d’un contrat",
                "verbose_name_plural": "aires d’un contrat",
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("contrat", "code"), name="aire_contrat_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coordonnateur",
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
                ("etp", models.DecimalField(decimal_places=2, max_digits=3, verbose_name="ETP")),
                ("debut", models.DateField(verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "motif_fin",
                    models.CharField(blank=True, max_length=200, verbose_name="motif de la fin"),
                ),
                (
                    "affectation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.affectation",
                        verbose_name="rôle donné",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordonnateurs",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "employeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                        verbose_name="employeur",
                    ),
                ),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "coordonnateur",
                "verbose_name_plural": "coordonnateurs",
                "ordering": ("contrat", "debut"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fin__isnull", True), ("fin__gte", models.F("debut")), _connector="OR"
                        ),
                        name="coordonnateur_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etp__gt", 0), ("etp__lte", 1)),
                        name="coordonnateur_quotite",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fin__isnull", True)),
                        fields=("contrat", "utilisateur"),
                        name="coordonnateur_une_fois",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Derogation",
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
                ("fait", models.CharField(max_length=40, verbose_name="garde levée")),
                (
                    "nombre",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="nombre constaté"
                    ),
                ),
                ("motif", models.TextField(verbose_name="motif")),
                ("le", models.DateField(verbose_name="accordée le")),
                ("auteur_label", models.CharField(max_length=200, verbose_name="accordée par")),
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
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derogations",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "regle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derogations",
                        to="doctrine.regleregionale",
                        verbose_name="règle",
                    ),
                ),
            ],
            options={
                "verbose_name": "dérogation",
                "verbose_name_plural": "dérogations",
                "ordering": ("-le", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("motif", ""), _negated=True), name="derogation_motivee"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partenaire",
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
                ("accord_le", models.DateField(verbose_name="accord donné le")),
                ("depuis", models.DateField(verbose_name="depuis")),
                ("jusqu_au", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partenaires",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats_partenaires",
                        to="comptes.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partenaire",
                "verbose_name_plural": "partenaires",
                "ordering": ("organisation__nom",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("jusqu_au__isnull", True)),
                        fields=("contrat", "organisation"),
                        name="partenaire_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("jusqu_au__isnull", True),
                            ("jusqu_au__gte", models.F("depuis")),
                            _connector="OR",
                        ),
                        name="partenaire_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Porteur",
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
                    "competence_statutaire",
                    models.TextField(blank=True, verbose_name="compétence statutaire"),
                ),
                ("statuts_du", models.DateField(blank=True, null=True, verbose_name="statuts du")),
                (
                    "verifiee_le",
                    models.DateField(blank=True, null=True, verbose_name="compétence vérifiée le"),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="porteurs",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats_portes",
                        to="comptes.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "statuts",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="statuts",
                    ),
                ),
            ],
            options={
                "verbose_name": "porteur",
                "verbose_name_plural": "porteurs",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "organisation"), name="porteur_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verifiee_le__isnull", True),
                            models.Q(
                                models.Q(("competence_statutaire", ""), _negated=True),
                                ("statuts_du__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="porteur_competence_verifiee_ecrite",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenouvellementMandats",
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
                ("libelle", models.CharField(max_length=200, verbose_name="élection")),
                ("le", models.DateField(verbose_name="le")),
            ],
            options={
                "verbose_name": "renouvellement des mandats",
                "verbose_name_plural": "renouvellements des mandats",
                "ordering": ("-le",),
                "constraints": [
                    models.UniqueConstraint(fields=("region", "le"), name="renouvellement_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandat",
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
                    "type",
                    models.CharField(
                        choices=[
                            ("elu_referent", "élu référent"),
                            ("membre_copil", "membre du COPIL"),
                        ],
                        max_length=14,
                        verbose_name="type",
                    ),
                ),
                ("titulaire", models.CharField(max_length=150, verbose_name="titulaire")),
                ("fonction", models.CharField(max_length=150, verbose_name="fonction")),
                ("debut", models.DateField(verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandats",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandats",
                        to="comptes.organisation",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "fin_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandats_finis",
                        to="contrats.renouvellementmandats",
                        verbose_name="fini par",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "ordering": ("contrat", "type", "debut"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fin__isnull", True), ("fin__gte", models.F("debut")), _connector="OR"
                        ),
                        name="mandat_dates",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fin__isnull", True)),
                        fields=("contrat", "organisation", "type"),
                        name="mandat_un_titulaire",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
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
                    "confirmee_le",
                    models.DateField(blank=True, null=True, verbose_name="confirmée le"),
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
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="contrats.renouvellementmandats",
                        verbose_name="renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation d’adhésion",
                "verbose_name_plural": "confirmations d’adhésion",
                "ordering": ("renouvellement", "contrat"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("renouvellement", "contrat", "organisation"),
                        name="confirmation_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reprise",
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
                ("le", models.DateField(verbose_name="repris le")),
                ("source", models.TextField(verbose_name="d’après")),
                ("auteur_label", models.CharField(max_length=200, verbose_name="repris par")),
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
                    "contrat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reprise",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "contrat_signe",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="contrat signé, numérisé",
                    ),
                ),
            ],
            options={
                "verbose_name": "reprise",
                "verbose_name_plural": "reprises",
                "ordering": ("-le",),
            },
        ),
        migrations.CreateModel(
            name="Signataire",
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
                    "statut",
                    models.CharField(
                        choices=[("obligatoire", "obligatoire"), ("associe", "associé")],
                        max_length=12,
                        verbose_name="statut",
                    ),
                ),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang de signature")),
                ("representant", models.CharField(max_length=150, verbose_name="représentant")),
                (
                    "fonction",
                    models.CharField(max_length=150, verbose_name="fonction du représentant"),
                ),
                (
                    "delegation",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="délégation de signature"
                    ),
                ),
                (
                    "avenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nouveaux_signataires",
                        to="contrats.avenant",
                        verbose_name="entré par l’avenant",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signataires",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contrats_signes",
                        to="comptes.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "signataire",
                "verbose_name_plural": "signataires",
                "ordering": ("rang", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "organisation"), name="signataire_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statut__in", ["obligatoire", "associe"]),
                            models.Q(("representant", ""), _negated=True),
                            models.Q(("fonction", ""), _negated=True),
                        ),
                        name="signataire_represente",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deliberation",
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
                ("numero", models.CharField(max_length=60, verbose_name="numéro")),
                ("date_vote", models.DateField(verbose_name="votée le")),
                (
                    "pour",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="voix pour"
                    ),
                ),
                (
                    "contre",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="voix contre"
                    ),
                ),
                (
                    "abstentions",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="abstentions"
                    ),
                ),
                (
                    "date_transmission",
                    models.DateField(
                        blank=True, null=True, verbose_name="transmise à la préfecture le"
                    ),
                ),
                (
                    "date_publication",
                    models.DateField(blank=True, null=True, verbose_name="publiée le"),
                ),
                (
                    "autorise_signature",
                    models.BooleanField(default=False, verbose_name="autorise à signer"),
                ),
                (
                    "avenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.avenant",
                        verbose_name="avenant",
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
                (
                    "signataire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.signataire",
                        verbose_name="signataire",
                    ),
                ),
            ],
            options={
                "verbose_name": "délibération",
                "verbose_name_plural": "délibérations",
                "ordering": ("date_vote", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("avenant__isnull", True)),
                        fields=("signataire",),
                        name="deliberation_contrat_unique",
                    ),
                    models.UniqueConstraint(
                        fields=("signataire", "avenant"), name="deliberation_avenant_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("numero", ""), _negated=True),
                        name="deliberation_numerotee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date_transmission__isnull", True),
                                ("date_transmission__gte", models.F("date_vote")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("date_publication__isnull", True),
                                ("date_publication__gte", models.F("date_vote")),
                                _connector="OR",
                            ),
                        ),
                        name="deliberation_suites_apres_vote",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccordEcrit",
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
                ("date", models.DateField(verbose_name="date")),
                ("auteur", models.CharField(max_length=150, verbose_name="auteur")),
                ("fonction", models.CharField(max_length=150, verbose_name="fonction")),
                (
                    "fichier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fichiers.fichier",
                        verbose_name="document",
                    ),
                ),
                (
                    "avenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.avenant",
                        verbose_name="avenant",
                    ),
                ),
                (
                    "signataire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.signataire",
                        verbose_name="signataire",
                    ),
                ),
            ],
            options={
                "verbose_name": "accord écrit",
                "verbose_name_plural": "accords écrits",
                "ordering": ("date", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("avenant__isnull", True)),
                        fields=("signataire",),
                        name="accord_contrat_unique",
                    ),
                    models.UniqueConstraint(
                        fields=("signataire", "avenant"), name="accord_avenant_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("auteur", ""), _negated=True),
                            models.Q(("fonction", ""), _negated=True),
                        ),
                        name="accord_signe_de_quelqu_un",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("date", models.DateField(verbose_name="signé le")),
                ("par", models.CharField(max_length=150, verbose_name="par")),
                ("fonction", models.CharField(max_length=150, verbose_name="fonction")),
                (
                    "avenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.avenant",
                        verbose_name="avenant",
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
                (
                    "signataire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="contrats.signataire",
                        verbose_name="signataire",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ("date", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("avenant__isnull", True)),
                        fields=("signataire",),
                        name="signature_contrat_unique",
                    ),
                    models.UniqueConstraint(
                        fields=("signataire", "avenant"), name="signature_avenant_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
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
                (
                    "acte",
                    models.CharField(
                        choices=[
                            ("ouvrir", "ouvrir la sollicitation"),
                            ("succeder", "succéder à un contrat"),
                            ("reprendre", "reprendre un contrat en cours"),
                            ("archiver", "enregistrer un contrat passé"),
                            ("ouvrir_faisabilite", "ouvrir l’étude de faisabilité"),
                            ("engager_prefiguration", "engager la préfiguration"),
                            ("commander_dls", "valider la commande du diagnostic"),
                            ("demarrer_dls", "démarrer le diagnostic"),
                            ("restituer_dls", "restituer le diagnostic"),
                            ("ouvrir_priorisation", "ouvrir la priorisation"),
                            ("ouvrir_ateliers", "ouvrir les ateliers"),
                            ("ouvrir_redaction", "ouvrir la rédaction"),
                            ("soumettre_validation", "soumettre à la validation"),
                            ("signer", "signer le contrat"),
                            ("mettre_en_oeuvre", "mettre en œuvre"),
                            ("suspendre", "suspendre"),
                            ("relancer", "relancer"),
                            ("ouvrir_evaluation", "ouvrir l’évaluation"),
                            ("poursuivre", "poursuivre après l’évaluation de mi-parcours"),
                            ("proroger", "proroger"),
                            ("renouveler", "renouveler"),
                            ("ne_pas_reconduire", "ne pas reconduire"),
                            ("abandonner", "abandonner"),
                            ("constater_echeance", "constater l’échéance"),
                            ("terminer", "terminer"),
                        ],
                        max_length=24,
                        verbose_name="acte",
                    ),
                ),
                (
                    "de",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sollicitation", "sollicitation"),
                            ("faisabilite", "étude de faisabilité"),
                            ("prefiguration", "préfiguration"),
                            ("dls_commande", "diagnostic commandé"),
                            ("dls_en_cours", "diagnostic en cours"),
                            ("dls_restitue", "diagnostic restitué"),
                            ("priorisation", "priorisation"),
                            ("ateliers", "ateliers"),
                            ("redaction", "rédaction"),
                            ("validation", "validation"),
                            ("signe", "signé"),
                            ("en_oeuvre", "en œuvre"),
                            ("suspendu", "suspendu"),
                            ("evaluation", "évaluation"),
                            ("renouvellement", "renouvellement"),
                            ("proroge", "prorogé"),
                            ("non_reconduit", "non reconduit"),
                            ("abandonne", "abandonné"),
                            ("termine", "terminé"),
                            ("echu", "échu"),
                        ],
                        max_length=16,
                        verbose_name="état quitté",
                    ),
                ),
                (
                    "vers",
                    models.CharField(
                        choices=[
                            ("sollicitation", "sollicitation"),
                            ("faisabilite", "étude de faisabilité"),
                            ("prefiguration", "préfiguration"),
                            ("dls_commande", "diagnostic commandé"),
                            ("dls_en_cours", "diagnostic en cours"),
                            ("dls_restitue", "diagnostic restitué"),
                            ("priorisation", "priorisation"),
                            ("ateliers", "ateliers"),
                            ("redaction", "rédaction"),
                            ("validation", "validation"),
                            ("signe", "signé"),
                            ("en_oeuvre", "en œuvre"),
                            ("suspendu", "suspendu"),
                            ("evaluation", "évaluation"),
                            ("renouvellement", "renouvellement"),
                            ("proroge", "prorogé"),
                            ("non_reconduit", "non reconduit"),
                            ("abandonne", "abandonné"),
                            ("termine", "terminé"),
                            ("echu", "échu"),
                        ],
                        max_length=16,
                        verbose_name="état atteint",
                    ),
                ),
                ("le", models.DateField(verbose_name="le")),
                (
                    "enregistree_le",
                    models.DateTimeField(auto_now_add=True, verbose_name="enregistrée le"),
                ),
                ("acteur_label", models.CharField(max_length=200, verbose_name="nom de l’acteur")),
                (
                    "roles",
                    models.CharField(blank=True, max_length=200, verbose_name="rôles de l’acteur"),
                ),
                (
                    "motif_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portage_politique", "portage politique insuffisant"),
                            ("changement_politique", "changement politique"),
                            ("moyens", "moyens ou ingénierie manquants"),
                            ("poste_vacant", "poste de coordonnateur vacant"),
                            ("mobilisation", "mobilisation insuffisante des partenaires"),
                            ("reorganisation", "réorganisation du territoire"),
                            ("autre_demarche", "repris par une autre démarche"),
                            ("autre", "autre motif"),
                        ],
                        max_length=24,
                        verbose_name="motif codé",
                    ),
                ),
                ("motif", models.TextField(blank=True, verbose_name="motif")),
                ("gardes", models.JSONField(default=list, verbose_name="gardes")),
                (
                    "acteur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="acteur",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "doctrine",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="doctrine.doctrine",
                        verbose_name="doctrine du jour",
                    ),
                ),
            ],
            options={
                "verbose_name": "transition",
                "verbose_name_plural": "transitions",
                "ordering": ("contrat", "rang"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "rang"), name="transition_rang_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acte", "ouvrir"), ("de", ""), ("vers", "sollicitation")),
                            models.Q(("acte", "succeder"), ("de", ""), ("vers", "dls_commande")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "faisabilite")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "prefiguration")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "dls_commande")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "dls_en_cours")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "dls_restitue")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "priorisation")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "ateliers")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "redaction")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "validation")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "signe")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "en_oeuvre")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "suspendu")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "evaluation")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "renouvellement")),
                            models.Q(("acte", "reprendre"), ("de", ""), ("vers", "proroge")),
                            models.Q(("acte", "archiver"), ("de", ""), ("vers", "termine")),
                            models.Q(
                                ("acte", "ouvrir_faisabilite"),
                                ("de", "sollicitation"),
                                ("vers", "faisabilite"),
                            ),
                            models.Q(
                                ("acte", "engager_prefiguration"),
                                ("de", "faisabilite"),
                                ("vers", "prefiguration"),
                            ),
                            models.Q(
                                ("acte", "commander_dls"),
                                ("de", "prefiguration"),
                                ("vers", "dls_commande"),
                            ),
                            models.Q(
                                ("acte", "demarrer_dls"),
                                ("de", "dls_commande"),
                                ("vers", "dls_en_cours"),
                            ),
                            models.Q(
                                ("acte", "restituer_dls"),
                                ("de", "dls_en_cours"),
                                ("vers", "dls_restitue"),
                            ),
                            models.Q(
                                ("acte", "ouvrir_priorisation"),
                                ("de", "dls_restitue"),
                                ("vers", "priorisation"),
                            ),
                            models.Q(
                                ("acte", "ouvrir_ateliers"),
                                ("de", "priorisation"),
                                ("vers", "ateliers"),
                            ),
                            models.Q(
                                ("acte", "ouvrir_redaction"),
                                ("de", "ateliers"),
                                ("vers", "redaction"),
                            ),
                            models.Q(
                                ("acte", "soumettre_validation"),
                                ("de", "redaction"),
                                ("vers", "validation"),
                            ),
                            models.Q(("acte", "signer"), ("de", "validation"), ("vers", "signe")),
                            models.Q(
                                ("acte", "mettre_en_oeuvre"), ("de", "signe"), ("vers", "en_oeuvre")
                            ),
                            models.Q(
                                ("acte", "suspendre"), ("de", "en_oeuvre"), ("vers", "suspendu")
                            ),
                            models.Q(
                                ("acte", "relancer"), ("de", "suspendu"), ("vers", "en_oeuvre")
                            ),
                            models.Q(
                                ("acte", "ouvrir_evaluation"),
                                ("de", "en_oeuvre"),
                                ("vers", "evaluation"),
                            ),
                            models.Q(
                                ("acte", "ouvrir_evaluation"),
                                ("de", "proroge"),
                                ("vers", "evaluation"),
                            ),
                            models.Q(
                                ("acte", "ouvrir_evaluation"),
                                ("de", "echu"),
                                ("vers", "evaluation"),
                            ),
                            models.Q(
                                ("acte", "poursuivre"), ("de", "evaluation"), ("vers", "en_oeuvre")
                            ),
                            models.Q(
                                ("acte", "proroger"), ("de", "en_oeuvre"), ("vers", "proroge")
                            ),
                            models.Q(
                                ("acte", "proroger"), ("de", "evaluation"), ("vers", "proroge")
                            ),
                            models.Q(("acte", "proroger"), ("de", "echu"), ("vers", "proroge")),
                            models.Q(
                                ("acte", "renouveler"),
                                ("de", "evaluation"),
                                ("vers", "renouvellement"),
                            ),
                            models.Q(
                                ("acte", "renouveler"),
                                ("de", "proroge"),
                                ("vers", "renouvellement"),
                            ),
                            models.Q(
                                ("acte", "renouveler"), ("de", "echu"), ("vers", "renouvellement")
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "en_oeuvre"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "suspendu"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "evaluation"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "proroge"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "renouvellement"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "ne_pas_reconduire"),
                                ("de", "echu"),
                                ("vers", "non_reconduit"),
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "sollicitation"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"), ("de", "faisabilite"), ("vers", "abandonne")
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "prefiguration"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "dls_commande"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "dls_en_cours"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "dls_restitue"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"),
                                ("de", "priorisation"),
                                ("vers", "abandonne"),
                            ),
                            models.Q(
                                ("acte", "abandonner"), ("de", "ateliers"), ("vers", "abandonne")
                            ),
                            models.Q(
                                ("acte", "abandonner"), ("de", "redaction"), ("vers", "abandonne")
                            ),
                            models.Q(
                                ("acte", "abandonner"), ("de", "validation"), ("vers", "abandonne")
                            ),
                            models.Q(
                                ("acte", "constater_echeance"),
                                ("de", "en_oeuvre"),
                                ("vers", "echu"),
                            ),
                            models.Q(
                                ("acte", "constater_echeance"), ("de", "suspendu"), ("vers", "echu")
                            ),
                            models.Q(
                                ("acte", "constater_echeance"), ("de", "proroge"), ("vers", "echu")
                            ),
                            models.Q(
                                ("acte", "terminer"), ("de", "renouvellement"), ("vers", "termine")
                            ),
                            _connector="OR",
                        ),
                        name="transition_legale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acte__in", ["suspendre", "ne_pas_reconduire", "abandonner"]),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("motif", ""), _negated=True),
                                models.Q(("motif_code", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transition_motivee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Echeance",
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
                ("code", models.CharField(max_length=24, verbose_name="code")),
                ("libelle", models.CharField(max_length=200, verbose_name="à faire")),
                ("roles", models.CharField(max_length=200, verbose_name="par")),
                ("date", models.DateField(verbose_name="pour le")),
                (
                    "faite_le",
                    models.DateField(blank=True, null=True, verbose_name="faite ou levée le"),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="echeances",
                        to="contrats.contrat",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "transition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="echeances",
                        to="contrats.transition",
                        verbose_name="transition",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "verbose_name_plural": "échéances",
                "ordering": ("date", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("transition", "code"), name="echeance_unique"),
                ],
            },
        ),
    ]
