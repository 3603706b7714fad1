"""Who signs, who only takes part, and the acts that let each of them sign."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Horodate, Identifie, Regional, Versionne
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.models import TypeOrganisation as T
from ancrage.plateforme.contrats.models.avenants import Avenant
from ancrage.plateforme.contrats.models.contrat import Contrat
from ancrage.plateforme.fichiers.models import Fichier

ARS = (T.ARS_SIEGE, T.DD_ARS)
BLOC_COMMUNAL = (T.COMMUNE, T.EPCI, T.PAYS)
COLLECTIVITES = (*BLOC_COMMUNAL, T.CONSEIL_DEPARTEMENTAL, T.CONSEIL_REGIONAL)


class StatutSignataire(models.TextChoices):
    """Required by the doctrine, or joined to the others."""

    OBLIGATOIRE = "obligatoire", "obligatoire"
    ASSOCIE = "associe", "associé"


class ActeAttendu(models.TextChoices):
    """The act that lets an organisation sign."""

    AUCUN = "aucun", "aucun (l’ARS signe de droit)"
    DELIBERATION = "deliberation", "délibération"
    ACCORD = "accord", "accord écrit"


def expected_act(type_: str) -> ActeAttendu:
    """Return the act that a kind of organisation owes: a local authority votes, the State writes.

    For the other bodies the form remains to be fixed (domaine.md, 113): a written agreement.
    """
    if type_ in ARS:
        return ActeAttendu.AUCUN
    return ActeAttendu.DELIBERATION if type_ in COLLECTIVITES else ActeAttendu.ACCORD


class Signataire(Identifie, Regional, Horodate, Versionne):
    """An organisation that signs, in its place; `avenant`: it joined by that amendment."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="signataires", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contrats_signes", verbose_name="organisation"
    )
    avenant = models.ForeignKey(
        Avenant, models.PROTECT, null=True, blank=True, related_name="nouveaux_signataires",
        verbose_name="entré par l’avenant",
    )  # fmt: skip
    statut = models.CharField("statut", max_length=12, choices=StatutSignataire.choices)
    rang = models.PositiveSmallIntegerField("rang de signature")
    representant = models.CharField("représentant", max_length=150)
    fonction = models.CharField("fonction du représentant", max_length=150)
    delegation = models.CharField("délégation de signature", max_length=200, blank=True)

    class Meta:
        verbose_name = "signataire"
        verbose_name_plural = "signataires"
        ordering = ("rang", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contrat", "organisation"], name="signataire_unique"),
            models.CheckConstraint(
                condition=Q(statut__in=StatutSignataire.values)
                & ~Q(representant="")
                & ~Q(fonction=""),
                name="signataire_represente",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def acte_attendu(self) -> ActeAttendu:
        """Return the act that lets it sign."""
        return expected_act(self.organisation.type)


class Partenaire(Identifie, Regional, Horodate):
    """An organisation that takes part without signing; nobody is entered without agreeing (R5)."""

    contrat = models.ForeignKey(
        Contrat, models.PROTECT, related_name="partenaires", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contrats_partenaires",
        verbose_name="organisation",
    )  # fmt: skip
    accord_le = models.DateField("accord donné le")
    depuis = models.DateField("depuis")
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("organisation__nom",)
        constraints = (
            models.UniqueConstraint(
                fields=["contrat", "organisation"],
                condition=Q(jusqu_au__isnull=True),
                name="partenaire_unique",
            ),
            models.CheckConstraint(
                condition=Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=F("depuis")),
                name="partenaire_dates",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class _ActeDeSignataire(Identifie, Regional, Horodate):
    """What a signatory does for the contract itself, or for one amendment."""

    signataire = models.ForeignKey(
        Signataire, models.PROTECT, related_name="%(class)ss", verbose_name="signataire"
    )
    avenant = models.ForeignKey(
        Avenant, models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name="avenant",
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.signataire}"


def _once(name: str) -> tuple[models.UniqueConstraint, ...]:
    return (
        models.UniqueConstraint(
            fields=["signataire"], condition=Q(avenant__isnull=True), name=f"{name}_contrat_unique"
        ),
        models.UniqueConstraint(fields=["signataire", "avenant"], name=f"{name}_avenant_unique"),
    )


class Deliberation(_ActeDeSignataire, Versionne):
    """The vote of an assembly; complete once sent to the prefecture, published, with its file."""

    numero = models.CharField("numéro", max_length=60)
    date_vote = models.DateField("votée le")
    pour = models.PositiveSmallIntegerField("voix pour", null=True, blank=True)
    contre = models.PositiveSmallIntegerField("voix contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    date_transmission = models.DateField("transmise à la préfecture le", null=True, blank=True)
    date_publication = models.DateField("publiée le", null=True, blank=True)
    autorise_signature = models.BooleanField("autorise à signer", default=False)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta:
        verbose_name = "délibération"
        verbose_name_plural = "délibérations"
        ordering = ("date_vote", "pk")
        constraints = (
            *_once("deliberation"),
            models.CheckConstraint(condition=~Q(numero=""), name="deliberation_numerotee"),
            models.CheckConstraint(
                condition=(
                    Q(date_transmission__isnull=True) | Q(date_transmission__gte=F("date_vote"))
                )
                & (Q(date_publication__isnull=True) | Q(date_publication__gte=F("date_vote"))),
                name="deliberation_suites_apres_vote",
            ),
        )

    def missing(self, on: date) -> list[str]:
        """Return what it still lacks on a day, in French."""
        found = {
            "le vote": self.date_vote <= on,
            "la transmission à la préfecture": _by(self.date_transmission, on),
            "la publication": _by(self.date_publication, on),
            "l’autorisation de signer": self.autorise_signature,
            "le document": self.fichier_id is not None,
        }
        return [what for what, there in found.items() if not there]


class AccordEcrit(_ActeDeSignataire):
    """The written agreement of a service of the State, which does not vote."""

    date = models.DateField("date")
    auteur = models.CharField("auteur", max_length=150)
    fonction = models.CharField("fonction", max_length=150)
    fichier = models.ForeignKey(Fichier, models.PROTECT, related_name="+", verbose_name="document")

    class Meta:
        verbose_name = "accord écrit"
        verbose_name_plural = "accords écrits"
        ordering = ("date", "pk")
        constraints = (
            *_once("accord"),
            models.CheckConstraint(
                condition=~Q(auteur="") & ~Q(fonction=""), name="accord_signe_de_quelqu_un"
            ),
        )


class Signature(_ActeDeSignataire):
    """The day a signatory signed, by whose hand, with the signed document when there is one."""

    date = models.DateField("signé le")
    par = models.CharField("par", max_length=150)
    fonction = models.CharField("fonction", max_length=150)
    fichier = models.ForeignKey(
        Fichier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta:
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        ordering = ("date", "pk")
        constraints = _once("signature")


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on
