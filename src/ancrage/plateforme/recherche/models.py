"""The index of the search: what can be found, folded, and the trigrams that find it.

Plain tables: the same search on SQLite and on PostgreSQL, without an extension of either.
"""

from django.db import models

from ancrage.plateforme.commun.modeles import Horodate


class EntreeRecherche(Horodate):
    """One thing to find. `cle` names it in its own app, which says who may see it."""

    type = models.CharField("type", max_length=12)
    cle = models.CharField("clé", max_length=120)
    libelle = models.CharField("nom", max_length=250)
    precision = models.CharField("précision", max_length=250, blank=True)
    statut = models.CharField("statut", max_length=60, blank=True)
    lien = models.CharField("adresse", max_length=250)
    plie = models.CharField("nom plié", max_length=250)
    texte = models.TextField("texte plié", blank=True)

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        ordering = ("type", "libelle")
        constraints = (
            models.UniqueConstraint(fields=["type", "cle"], name="entree_recherche_unique"),
        )

    def __str__(self) -> str:
        return self.libelle


class TrigrammeRecherche(models.Model):
    """Three letters in a row of an entry's folded name."""

    entree = models.ForeignKey(
        EntreeRecherche, models.CASCADE, related_name="trigrammes", verbose_name="entrée"
    )
    trigramme = models.CharField("trigramme", max_length=3)

    class Meta:
        verbose_name = "trigramme"
        verbose_name_plural = "trigrammes"
        constraints = (
            # Read by this index alone, which holds both columns.
            models.UniqueConstraint(
                fields=["trigramme", "entree"], name="trigramme_recherche_unique"
            ),
        )

    def __str__(self) -> str:
        return self.trigramme
