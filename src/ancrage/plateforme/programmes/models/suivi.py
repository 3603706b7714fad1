"""What happens around a sheet: its codes, its versions, what is said of it, the imports."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.programmes.listes import EtatImport, StatutClassement
from ancrage.plateforme.programmes.models.fiches import FicheAction

# A sheet has one kept value in these facets, any number in the others (catalogue: typologie).
FACETTES_UNIQUES = ("domaine", "ottawa", "prevention", "preuve")


class ClassementQuerySet(models.QuerySet["Classement"]):
    """Reading codes."""

    def valides(self) -> "ClassementQuerySet":
        """Return those that a person kept."""
        return self.filter(statut=StatutClassement.VALIDE)


class Classement(Identifie, Regional):
    """One code of the typology on a sheet: suggested from the text, or settled by a person."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="classements", verbose_name="fiche"
    )
    facette = models.CharField("facette", max_length=12)
    code = models.CharField("code", max_length=40)
    statut = models.CharField("statut", max_length=7, choices=StatutClassement.choices)
    mots = models.JSONField("mots trouvés", default=list)
    schema = models.PositiveSmallIntegerField("version de la typologie")
    codeur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="classements", verbose_name="codeur",
    )  # fmt: skip
    codeur_label = models.CharField("nom du codeur", max_length=200, blank=True)
    code_le = models.DateTimeField("codé le", null=True, blank=True)

    objects = ClassementQuerySet.as_manager()

    class Meta:
        verbose_name = "classement"
        verbose_name_plural = "classements"
        ordering = ("facette", "code")
        constraints = (
            models.UniqueConstraint(fields=["fiche", "facette", "code"], name="classement_unique"),
            models.UniqueConstraint(
                fields=["fiche", "facette"],
                condition=Q(statut=StatutClassement.VALIDE, facette__in=FACETTES_UNIQUES),
                name="classement_une_valeur",
            ),
            models.CheckConstraint(
                condition=Q(statut=StatutClassement.SUGGERE, codeur_label="", code_le__isnull=True)
                | (
                    Q(statut__in=[StatutClassement.VALIDE, StatutClassement.ECARTE])
                    & ~Q(codeur_label="")
                    & Q(code_le__isnull=False)
                ),
                name="classement_par_une_personne",
            ),
        )

    def __str__(self) -> str:
        return f"{self.facette} : {self.code}"


class VersionFiche(Identifie, Regional):
    """The whole of a frozen sheet, at its validation and after each motivated change."""

    fiche = models.ForeignKey(
        FicheAction, models.PROTECT, related_name="versions", verbose_name="fiche"
    )
    numero = models.PositiveSmallIntegerField("numéro")
    contenu = models.JSONField("contenu")
    empreinte = models.CharField("empreinte", max_length=64)
    motif = models.TextField("motif", blank=True)
    le = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "version d’une fiche"
        verbose_name_plural = "versions d’une fiche"
        ordering = ("fiche", "numero")
        constraints = (
            models.UniqueConstraint(fields=["fiche", "numero"], name="version_fiche_numero"),
            models.CheckConstraint(
                condition=Q(numero=1) | ~Q(motif=""), name="version_fiche_motivee"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiche}, version {self.numero}"


class CommentaireQuerySet(models.QuerySet["Commentaire"]):
    """Reading comments."""

    def of(self, fiche: FicheAction) -> "CommentaireQuerySet":
        """Return what was said of a sheet, the oldest first."""
        return self.filter(fiche=fiche)


class Commentaire(Identifie, Regional, Horodate):
    """What somebody said of a sheet, until it is settled."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="commentaires", verbose_name="fiche"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="commentaires",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    texte = models.TextField("texte")
    regle_le = models.DateTimeField("réglé le", null=True, blank=True)

    objects = CommentaireQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        verbose_name_plural = "commentaires"
        ordering = ("cree_le", "pk")
        constraints = (models.CheckConstraint(condition=~Q(texte=""), name="commentaire_ecrit"),)

    def __str__(self) -> str:
        return f"commentaire, {self.fiche}"


class ImportPlanQuerySet(models.QuerySet["ImportPlan"]):
    """Reading imports."""

    def of(self, contrat: Contrat) -> "ImportPlanQuerySet":
        """Return the imports of a contract, the latest first."""
        return self.filter(contrat=contrat).order_by("-le", "-pk")


class ImportPlan(Identifie, Regional):
    """A workbook that was imported: what it changed, what was left out and why; undone once.

    `avant` holds the sheets as they were (code → content); `crees` what the import made.
    """

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="imports_plans", verbose_name="contrat"
    )
    fichier = models.ForeignKey(Fichier, models.PROTECT, related_name="+", verbose_name="classeur")
    etat = models.CharField(
        "état", max_length=8, choices=EtatImport.choices, default=EtatImport.APPLIQUE
    )
    rapport = models.JSONField("rapport", default=dict)
    avant: Any = models.JSONField("avant", default=dict)
    crees: Any = models.JSONField("créés", default=dict)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports_plans",
        verbose_name="auteur",
    )  # fmt: skip
    auteur_label = models.CharField("nom de l’auteur", max_length=200)
    le = models.DateTimeField("importé le", auto_now_add=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)

    objects = ImportPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "import d’un plan"
        verbose_name_plural = "imports d’un plan"
        ordering = ("-le", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(etat=EtatImport.APPLIQUE, annule_le__isnull=True)
                | Q(etat=EtatImport.ANNULE, annule_le__isnull=False),
                name="import_plan_annule_date",
            ),
        )

    def __str__(self) -> str:
        return f"import de {self.fichier}, {self.contrat}"
