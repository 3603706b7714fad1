"""The order of a diagnosis and the work of the observatory on it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.permissions import departements_of, regions_of
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import ARS, ORS, Etat
from ancrage.plateforme.territoires.models import CommunePerimetre, Perimetre


class DiagnosticQuerySet(models.QuerySet["Diagnostic"]):
    """Reading diagnoses in the workshop; published editions have their own door."""

    def visibles_par(self, user: Any) -> "DiagnosticQuerySet":
        """Return those that a person follows: by region (ARS, ORS), by département (DD-ARS)."""
        reached = Q(region__in=regions_of(user, ARS | ORS))
        for code in departements_of(user, {Role.DD_ARS}):
            inside = CommunePerimetre.objects.filter(
                perimetre=OuterRef("perimetre"), code__startswith=code
            )
            reached |= Q(Exists(inside))
        return self.filter(reached)

    def redigeables_par(self, user: Any) -> "DiagnosticQuerySet":
        """Return those whose drafts a person reads: the observatory of the region alone."""
        return self.filter(region__in=regions_of(user, ORS))

    def for_list(self) -> "DiagnosticQuerySet":
        """Load what a line of the list shows."""
        return self.select_related("perimetre", "commanditaire", "operateur")


class Diagnostic(Identifie, Regional, Horodate, Versionne):
    """A diagnosis on a perimeter frozen at the order. Its editions are numbered from 1.

    `territoire` is the code of today's communes of the perimeter, as the pages address it.
    """

    libelle = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    cadre = models.CharField("cadre", max_length=40, default="dls")
    perimetre = models.ForeignKey(
        Perimetre, models.PROTECT, related_name="diagnostics", verbose_name="périmètre"
    )
    territoire = models.TextField("code du territoire")
    commanditaire = models.ForeignKey(
        Organisation, models.PROTECT, related_name="diagnostics_commandes",
        verbose_name="commanditaire",
    )  # fmt: skip
    operateur = models.ForeignKey(
        Organisation, models.PROTECT, related_name="diagnostics_realises",
        verbose_name="opérateur",
    )  # fmt: skip
    predecesseur = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successeurs",
        verbose_name="diagnostic précédent",
    )  # fmt: skip
    etat = models.CharField(
        "état", max_length=10, choices=Etat.choices, default=Etat.COMMANDE, editable=False
    )
    soumis_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="diagnostics_soumis", verbose_name="envoyé en relecture par",
    )  # fmt: skip
    redacteurs = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="diagnostics_rediges", verbose_name="rédacteurs"
    )

    objects = DiagnosticQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"
        ordering = ("libelle",)
        constraints = (
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="diagnostic_etat_connu"),
            models.CheckConstraint(
                condition=~Q(etat__in=[Etat.RELECTURE, Etat.CONTROLE])
                | Q(soumis_par__isnull=False),
                name="diagnostic_soumis_par_quelqu_un",
            ),
        )

    def __str__(self) -> str:
        return self.libelle

    @property
    def parues(self) -> list[Any]:
        """Return its editions, the latest first."""
        return list(self.editions.all())


class CahierDesCharges(Horodate):
    """What the ARS asks of the observatory: questions, deadline, populations."""

    diagnostic = models.OneToOneField(
        Diagnostic, models.CASCADE, related_name="cahier", verbose_name="diagnostic"
    )
    questions = models.TextField("questions posées")
    echeance = models.DateField("échéance")
    populations = models.TextField("populations visées", blank=True)

    class Meta:
        verbose_name = "cahier des charges"
        verbose_name_plural = "cahiers des charges"

    def __str__(self) -> str:
        return f"cahier des charges, {self.diagnostic}"


class SelectionIndicateur(models.Model):
    """An indicator chosen for the document, and its place."""

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="selection", verbose_name="diagnostic"
    )
    code = models.CharField("code de l’indicateur", max_length=20)
    rang = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "indicateur choisi"
        verbose_name_plural = "indicateurs choisis"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["diagnostic", "code"], name="selection_code_unique"),
        )

    def __str__(self) -> str:
        return self.code


class Redaction(Identifie, Horodate, Versionne):
    """A text that the statistician wrote in place of the automatic one.

    `cle` is « chapitre:3 » or « phrase:S01:ensemble ». `automatique` is what the machine said
    at that time: when it says something else today, the figures moved, the text is read again.
    """

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="redactions", verbose_name="diagnostic"
    )
    cle = models.CharField("texte remplacé", max_length=60)
    automatique = models.TextField("texte automatique d’alors")
    texte = models.TextField("texte")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    ecrit_le = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "texte rédigé"
        verbose_name_plural = "textes rédigés"
        ordering = ("cle",)
        constraints = (
            models.UniqueConstraint(fields=["diagnostic", "cle"], name="redaction_cle_unique"),
            models.CheckConstraint(condition=~Q(texte=""), name="redaction_texte_ecrit"),
        )

    def __str__(self) -> str:
        return f"{self.cle}, {self.diagnostic}"


class Brouillon(Identifie, Horodate, Versionne):
    """A text being written, kept as it is typed: one per text, whoever types.

    `lu` is the version of the text that it was begun on, 0 when there was none: once the text has
    another version, the draft is older than it, and someone chooses. It is never published.
    """

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="brouillons", verbose_name="diagnostic"
    )
    cle = models.CharField("texte en cours", max_length=60)
    texte = models.TextField("brouillon", blank=True)
    lu = models.PositiveIntegerField("version du texte relue", default=0)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    ecrit_le = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        ordering = ("cle",)
        constraints = (
            models.UniqueConstraint(fields=["diagnostic", "cle"], name="brouillon_cle_unique"),
        )

    def __str__(self) -> str:
        return f"brouillon, {self.cle}, {self.diagnostic}"


class Opinion(models.TextChoices):
    """What a peer concludes."""

    FAVORABLE = "favorable", "favorable"
    CORRECTIONS = "corrections", "corrections demandées"


class Relecture(Identifie, Horodate):
    """The opinion of another person of the observatory on one submission."""

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="relectures", verbose_name="diagnostic"
    )
    relecteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="relectures",
        verbose_name="relecteur",
    )  # fmt: skip
    relecteur_label = models.CharField("nom du relecteur", max_length=200)
    opinion = models.CharField("avis", max_length=12, choices=Opinion.choices)
    commentaire = models.TextField("commentaire", blank=True)
    numero_edition = models.PositiveSmallIntegerField("édition préparée")

    class Meta:
        verbose_name = "relecture"
        verbose_name_plural = "relectures"
        ordering = ("-cree_le", "-pk")

    def __str__(self) -> str:
        return f"relecture, {self.get_opinion_display()}"


class Remarque(Identifie, Horodate):
    """A remark of a review on one chapter, and the answer."""

    relecture = models.ForeignKey(
        Relecture, models.CASCADE, related_name="remarques", verbose_name="relecture"
    )
    chapitre = models.PositiveSmallIntegerField("chapitre")
    texte = models.TextField("remarque")
    reponse = models.TextField("réponse", blank=True)
    repondu_par = models.CharField("répondu par", max_length=200, blank=True)

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ("chapitre", "pk")

    def __str__(self) -> str:
        return f"remarque, chapitre {self.chapitre}"


class ControleSecret(Identifie, Horodate):
    """The sign-off before publication: what was checked, on which figures.

    `empreinte` is that of what would be published: a later change of figures or texts voids it.
    """

    diagnostic = models.ForeignKey(
        Diagnostic, models.CASCADE, related_name="controles", verbose_name="diagnostic"
    )
    signataire = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="controles_signes",
        verbose_name="signataire",
    )  # fmt: skip
    signataire_label = models.CharField("nom du signataire", max_length=200)
    points = models.JSONField("points contrôlés")
    observations = models.TextField("observations", blank=True)
    edition_magasin = models.CharField("édition des chiffres", max_length=40)
    version_diagnostic = models.PositiveIntegerField("version du diagnostic")

    class Meta:
        verbose_name = "contrôle du secret"
        verbose_name_plural = "contrôles du secret"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["diagnostic", "version_diagnostic"], name="controle_une_signature"
            ),
        )

    def __str__(self) -> str:
        return f"contrôle du secret, {self.diagnostic}"
