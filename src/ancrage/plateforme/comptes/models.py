"""People, organisations, and the dated roles that tie them to a region, an area or a contract."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.jetons import JetonApi as JetonApi  # Django looks for models here
from ancrage.plateforme.comptes.roles import INVITENT, Portee, Role
from ancrage.plateforme.territoires.rattachement import rattachement


class TypeOrganisation(models.TextChoices):
    """The kinds of organisations that meet around a contract."""

    ARS_SIEGE = "ars_siege", "ARS, siège"
    DD_ARS = "dd_ars", "ARS, délégation départementale"
    ORS = "ors", "observatoire régional de la santé"
    COMMUNE = "commune", "commune"
    EPCI = "epci", "EPCI"
    PAYS = "pays", "Pays ou PETR"
    CONSEIL_DEPARTEMENTAL = "conseil_departemental", "conseil départemental"
    CONSEIL_REGIONAL = "conseil_regional", "conseil régional"
    PREFECTURE = "prefecture", "préfecture"
    ASSURANCE_MALADIE = "assurance_maladie", "Assurance maladie"
    EDUCATION_NATIONALE = "education_nationale", "Éducation nationale"
    CARSAT = "carsat", "Carsat"
    ETABLISSEMENT_SANTE = "etablissement_sante", "établissement de santé"
    ETABLISSEMENT_MEDICO_SOCIAL = "etablissement_medico_social", "établissement médico-social"
    CPTS = "cpts", "CPTS"
    MSP = "msp", "maison de santé pluriprofessionnelle"
    PREVENTION = "prevention", "FRAPS ou IREPS"
    EHESP = "ehesp", "EHESP"
    ASSOCIATION = "association", "association"
    AUTRE = "autre", "autre organisation"


class Organisation(Identifie, Regional, Horodate, Versionne):
    """An organisation; its former names are kept, because documents cite them (T5)."""

    type = models.CharField("type", max_length=30, choices=TypeOrganisation.choices)
    nom = models.CharField("nom", max_length=200)
    territoire = models.CharField(
        "territoire",
        max_length=200,
        blank=True,
        help_text="Code du territoire, s'il y en a un : epci:244500468, departement:45.",
    )

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ("nom",)
        constraints = (
            models.UniqueConstraint(Lower("nom"), "region", name="organisation_nom_unique"),
        )

    def __str__(self) -> str:
        return self.nom

    @property
    def territoire_libelle(self) -> str:
        """Return the name of its territory, if it has one."""
        found = rattachement(self.territoire) if self.territoire else None
        return found.libelle if found else self.territoire


class AncienNom(models.Model):
    """A name that an organisation bore until a date."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="anciens_noms", verbose_name="organisation"
    )
    nom = models.CharField("nom", max_length=200)
    jusqu_au = models.DateField("jusqu'au")

    class Meta:
        verbose_name = "ancien nom"
        verbose_name_plural = "anciens noms"
        ordering = ("-jusqu_au",)

    def __str__(self) -> str:
        return f"{self.nom} (jusqu'au {self.jusqu_au:%d/%m/%Y})"


class UtilisateurQuerySet(models.QuerySet["Utilisateur"]):
    """Reading people."""

    def actifs(self) -> "UtilisateurQuerySet":
        """Return those whose account is open."""
        return self.filter(is_active=True)

    def consentants(self, finalite: str) -> "UtilisateurQuerySet":
        """Return the active people who consent to a purpose today."""
        return self.actifs().filter(
            consentements__finalite=finalite, consentements__retire_le__isnull=True
        )


class UtilisateurManager(BaseUserManager.from_queryset(UtilisateurQuerySet)):  # type: ignore[misc]
    """Look people up by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Utilisateur":
        return self.get(email__iexact=username)


class Utilisateur(AbstractBaseUser, PermissionsMixin, Identifie, Horodate, Versionne):
    """A person with an account. What she may do comes from her `Affectation` rows alone."""

    CHAMPS_PERSONNELS = frozenset({"email", "prenom", "nom", "telephone", "sujet_oidc"})

    email = models.EmailField("adresse électronique", max_length=254)
    prenom = models.CharField("prénom", max_length=100)
    nom = models.CharField("nom", max_length=100)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    sujet_oidc = models.CharField(
        "identifiant ProConnect", max_length=255, unique=True, null=True, blank=True
    )
    is_active = models.BooleanField("compte actif", default=True)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = UtilisateurManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "utilisateur"
        verbose_name_plural = "utilisateurs"
        ordering = ("nom", "prenom")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="utilisateur_email_unique"),
            # Sign-in looks addresses up in lower case: one stored otherwise would open nothing.
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="utilisateur_email_minuscule"
            ),
            models.CheckConstraint(
                condition=Q(efface_le__isnull=True) | Q(is_active=False),
                name="utilisateur_efface_inactif",
            ),
        )

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.email

    @cached_property
    def _tenues(self) -> frozenset[tuple[str, str, str, str]]:
        """Return the (role, scope type, scope code, region) held today, delegations included.

        Read once per request: a user is loaded anew at each.
        """
        today = timezone.localdate()
        held = Affectation.objects.actives(today).of_or_delegated_to(self, today)
        return frozenset(held.values_list("role", "portee", "code", "region"))

    @cached_property
    def portees(self) -> frozenset[tuple[str, str, str]]:
        """Return the (role, scope type, scope code) held today, delegations included."""
        return frozenset((role, portee, code) for role, portee, code, _ in self._tenues)

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles held today, whatever their scope."""
        return frozenset(role for role, _, _ in self.portees)

    @property
    def regions(self) -> frozenset[str]:
        """Return the regions of the roles held today, local ones included."""
        return frozenset(region for *_, region in self._tenues)

    def regions_with(self, roles: Collection[str]) -> frozenset[str]:
        """Return the regions where one of these roles is held today, local ones included."""
        return frozenset(region for role, *_, region in self._tenues if role in roles)

    @property
    def region(self) -> str:
        """Return the first of these regions, else that of her last role: for rows that need one."""
        if self.regions:
            return min(self.regions)
        return self.affectations.values_list("region", flat=True).first() or ""

    @property
    def administre(self) -> bool:
        """Say whether a role held today lets her invite people."""
        return not self.roles.isdisjoint(INVITENT)


class SurPortee(models.Model):
    """A role over a scope."""

    role = models.CharField("rôle", max_length=30, choices=Role.choices)
    portee = models.CharField("portée", max_length=12, choices=Portee.choices)
    code = models.CharField(
        "code de la portée",
        max_length=200,
        help_text="Région « 24 », département « 45 », territoire « epci:244500468 », ou CLS.",
    )

    class Meta:
        abstract = True

    @property
    def portee_libelle(self) -> str:
        """Return the scope in words: « département Loiret »."""
        written = self.code if self.portee == Portee.TERRITOIRE else f"{self.portee}:{self.code}"
        found = None if self.portee == Portee.CONTRAT else rattachement(written)
        label = str(Portee(self.portee).label)
        return f"{label} {found.libelle if found else self.code}"


class AffectationQuerySet(models.QuerySet["Affectation"]):
    """Roles at a date."""

    def actives(self, on: date) -> "AffectationQuerySet":
        """Return the roles that run on a day; the last day is included."""
        return self.filter(debut__lte=on).filter(Q(fin__isnull=True) | Q(fin__gte=on))

    def of_or_delegated_to(self, user: Any, on: date) -> "AffectationQuerySet":
        """Return the roles of a person, with those that absent people lent her for that day."""
        lent = Q(
            delegations__delegataire=user,
            delegations__debut__lte=on,
            delegations__fin__gte=on,
            delegations__revoquee_le__isnull=True,
            utilisateur__is_active=True,
        )
        return self.filter(Q(utilisateur=user) | lent).distinct()


class Affectation(SurPortee, Identifie, Regional, Horodate):
    """A role held by a person for an organisation, over a scope, between two dates."""

    utilisateur = models.ForeignKey(
        Utilisateur, models.PROTECT, related_name="affectations", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affectations", verbose_name="organisation"
    )
    debut = models.DateField("début")
    fin = models.DateField("fin", null=True, blank=True)

    objects = AffectationQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        verbose_name_plural = "affectations"
        ordering = ("-debut",)
        constraints = (
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="affectation_fin_apres_debut",
            ),
            models.UniqueConstraint(
                fields=["utilisateur", "organisation", "role", "portee", "code", "debut"],
                name="affectation_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.utilisateur}, {self.get_role_display()}"


class Delegation(Identifie, Horodate):
    """One role lent to a colleague during an absence; it ends by itself."""

    affectation = models.ForeignKey(
        Affectation, models.CASCADE, related_name="delegations", verbose_name="affectation"
    )
    delegataire = models.ForeignKey(
        Utilisateur, models.PROTECT, related_name="delegations_recues", verbose_name="délégataire"
    )
    debut = models.DateField("début")
    fin = models.DateField("fin")
    motif = models.CharField("motif", max_length=200)
    revoquee_le = models.DateTimeField("révoquée le", null=True, blank=True)

    class Meta:
        verbose_name = "délégation"
        verbose_name_plural = "délégations"
        ordering = ("-debut",)
        constraints = (
            models.CheckConstraint(
                condition=Q(fin__gte=F("debut")), name="delegation_fin_apres_debut"
            ),
        )

    def __str__(self) -> str:
        return f"{self.affectation} → {self.delegataire}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by state."""

    def ouvertes(self) -> "InvitationQuerySet":
        """Return those neither accepted nor cancelled; some may have expired."""
        return self.filter(acceptee_le__isnull=True, annulee_le__isnull=True)

    def valables(self) -> "InvitationQuerySet":
        """Return the open ones whose link still works."""
        return self.ouvertes().filter(expire_le__gt=timezone.now())


class Invitation(SurPortee, Identifie, Regional, Horodate):
    """A role offered to an address by a link that serves once; the link is stored hashed."""

    CHAMPS_PERSONNELS = frozenset({"email", "empreinte"})

    email = models.EmailField("adresse électronique", max_length=254)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name="organisation"
    )
    fin = models.DateField("fin du rôle", null=True, blank=True)
    invite_par = models.ForeignKey(
        Utilisateur,
        models.PROTECT,
        related_name="invitations_envoyees",
        verbose_name="invité par",
        null=True,
    )
    empreinte = models.CharField("empreinte du lien", max_length=64, unique=True)
    expire_le = models.DateTimeField("expire le")
    acceptee_le = models.DateTimeField("acceptée le", null=True, blank=True)
    acceptee_par = models.ForeignKey(
        Utilisateur,
        models.PROTECT,
        related_name="invitations_acceptees",
        verbose_name="acceptée par",
        null=True,
        blank=True,
    )
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ("-cree_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                "portee",
                "code",
                condition=Q(acceptee_le__isnull=True, annulee_le__isnull=True),
                name="invitation_ouverte_unique",
            ),
            models.CheckConstraint(
                condition=Q(acceptee_le__isnull=True) | Q(annulee_le__isnull=True),
                name="invitation_acceptee_ou_annulee",
            ),
        )

    def __str__(self) -> str:
        return f"invitation, {self.get_role_display()}"

    @property
    def etat(self) -> str:
        """Return the state in one French word."""
        if self.acceptee_le:
            return "acceptée"
        if self.annulee_le:
            return "annulée"
        return "ouverte" if self.expire_le > timezone.now() else "expirée"


class Finalite(models.TextChoices):
    """What a consent may be asked for; every other processing has another legal basis."""

    ANNUAIRE = "annuaire", "figurer dans l’annuaire"
    PHOTOS = "photos", "apparaître sur des photos"
    LETTRE = "lettre", "recevoir la lettre d’information"


class Consentement(models.Model):
    """A consent given, with its date, and the date it was taken back."""

    utilisateur = models.ForeignKey(
        Utilisateur, models.CASCADE, related_name="consentements", verbose_name="personne"
    )
    finalite = models.CharField("finalité", max_length=20, choices=Finalite.choices)
    donne_le = models.DateTimeField("donné le", default=timezone.now)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        ordering = ("-donne_le",)
        constraints = (
            models.UniqueConstraint(
                fields=["utilisateur", "finalite"],
                condition=Q(retire_le__isnull=True),
                name="consentement_en_cours_unique",
            ),
        )

    def __str__(self) -> str:
        return f"consentement : {self.get_finalite_display()}"
