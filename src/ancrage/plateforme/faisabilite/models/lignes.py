"""The lines of a note: who is there, scenarios, means, milestones, examples."""

from django.db import models
from django.db.models import F, Q

from ancrage.plateforme.commun.modeles import Regional
from ancrage.plateforme.faisabilite.listes import (
    FINANCEMENTS,
    POSTES,
    NatureMoyen,
    PrecisionDate,
    TypeActeur,
)
from ancrage.plateforme.faisabilite.models.note import NoteFaisabilite


class LigneNote(Regional):
    """A line of a note, at its rank."""

    note = models.ForeignKey(
        NoteFaisabilite, models.CASCADE, related_name="%(class)s_lignes", verbose_name="note"
    )
    rang = models.PositiveSmallIntegerField("rang")

    class Meta:
        abstract = True


class SignatairePressenti(LigneNote):
    """An organisation expected to sign, by duty or by choice."""

    organisation = models.CharField("organisation", max_length=200)
    obligatoire = models.BooleanField("signature obligatoire", default=False)

    class Meta:
        verbose_name = "signataire pressenti"
        verbose_name_plural = "signataires pressentis"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="signataire_pressenti_rang"),
            models.CheckConstraint(condition=~Q(organisation=""), name="signataire_pressenti_nom"),
        )

    def __str__(self) -> str:
        return self.organisation


class ActeurLocal(LigneNote):
    """What exists on the territory: who, what was done, when, on how many communes, the source."""

    type = models.CharField("type", max_length=13, choices=TypeActeur.choices)
    nom = models.CharField("nom", max_length=200)
    realise = models.TextField("ce qui a été fait", blank=True)
    debut = models.DateField("depuis", null=True, blank=True)
    fin = models.DateField("jusqu’au", null=True, blank=True)
    communes = models.PositiveSmallIntegerField("communes touchées", null=True, blank=True)
    source = models.CharField("source", max_length=300, blank=True)

    class Meta:
        verbose_name = "acteur local"
        verbose_name_plural = "acteurs locaux"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="acteur_local_rang"),
            models.CheckConstraint(
                condition=~Q(nom="") & Q(type__in=TypeActeur.values), name="acteur_local_nomme"
            ),
            models.CheckConstraint(
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="acteur_local_dates",
            ),
        )

    def __str__(self) -> str:
        return self.nom


class ScenarioPerimetre(LigneNote):
    """A possible perimeter; what is computed of it is never typed."""

    libelle = models.CharField("nom", max_length=120)
    communes = models.JSONField("communes", default=list)
    avantages = models.TextField("avantages", blank=True)
    inconvenients = models.TextField("inconvénients", blank=True)
    retenu = models.BooleanField("proposé", default=False)

    class Meta:
        verbose_name = "scénario de périmètre"
        verbose_name_plural = "scénarios de périmètre"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="scenario_rang"),
            models.UniqueConstraint(fields=["note", "libelle"], name="scenario_nom_unique"),
            models.UniqueConstraint(
                fields=["note"], condition=Q(retenu=True), name="scenario_un_propose"
            ),
            models.CheckConstraint(
                condition=~Q(libelle="") & ~Q(communes=[]), name="scenario_nomme_et_rempli"
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class LigneMoyens(LigneNote):
    """A post, another expense or a financing, per year; money in whole cents."""

    nature = models.CharField("nature", max_length=11, choices=NatureMoyen.choices)
    libelle = models.CharField("intitulé", max_length=200)
    etp = models.DecimalField("ETP", max_digits=4, decimal_places=2, null=True, blank=True)
    centimes = models.PositiveBigIntegerField("montant par an, en centimes", null=True, blank=True)

    class Meta:
        verbose_name = "ligne de moyens"
        verbose_name_plural = "lignes de moyens"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="moyens_rang"),
            models.CheckConstraint(
                condition=~Q(libelle="") & Q(nature__in=NatureMoyen.values), name="moyens_nommes"
            ),
            models.CheckConstraint(
                condition=(Q(nature__in=POSTES) & Q(etp__isnull=False, etp__gt=0, etp__lte=20))
                | (~Q(nature__in=POSTES) & Q(etp__isnull=True)),
                name="moyens_etp_des_postes",
            ),
            models.CheckConstraint(
                condition=~Q(nature__in=FINANCEMENTS) | Q(centimes__isnull=False),
                name="moyens_financement_chiffre",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class JalonNote(LigneNote):
    """A step of the calendar, as precisely as it is known."""

    libelle = models.CharField("étape", max_length=200)
    date = models.DateField("date")
    precision = models.CharField(
        "date connue à", max_length=9, choices=PrecisionDate.choices, default=PrecisionDate.JOUR
    )

    class Meta:
        verbose_name = "jalon d’une note"
        verbose_name_plural = "jalons d’une note"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="jalon_note_rang"),
            models.CheckConstraint(
                condition=~Q(libelle="") & Q(precision__in=PrecisionDate.values),
                name="jalon_note_nomme",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class ContratComparable(LigneNote):
    """A contract to learn from: its years, what it says, where to read it."""

    nom = models.CharField("nom", max_length=200)
    periode = models.CharField("période", max_length=60, blank=True)
    contenu = models.TextField("ce qu’il faut en retenir", blank=True)
    lien = models.URLField("lien", max_length=300, blank=True)

    class Meta:
        verbose_name = "contrat comparable"
        verbose_name_plural = "contrats comparables"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=["note", "rang"], name="comparable_rang"),
            models.CheckConstraint(condition=~Q(nom=""), name="comparable_nomme"),
        )

    def __str__(self) -> str:
        return self.nom
