"""What the samples show: an invented form, an invented figure."""

from django import forms
from django.utils.safestring import SafeString, mark_safe

_LIGNES = (
    ("Territoire", 62, 54, 71, "accent"),
    ("Département", 55, 52, 58, "discret"),
    ("Région", 51, 49, 53, "discret"),
)


class FormulaireExemple(forms.Form):
    """One field of each kind."""

    territoire = forms.CharField(
        label="Nom du territoire", help_text="Tel qu’il figurera sur les documents."
    )
    annee = forms.IntegerField(label="Année du diagnostic", min_value=2010, max_value=2040)
    debut = forms.DateField(
        label="Début du contrat", required=False, widget=forms.DateInput({"type": "date"})
    )
    niveau = forms.ChoiceField(
        label="Territoire de comparaison",
        choices=[("departement", "le département"), ("region", "la région")],
    )
    publication = forms.ChoiceField(
        label="Qui peut lire ce document ?",
        widget=forms.RadioSelect,
        choices=[("equipe", "l’équipe du contrat"), ("tous", "tout le monde")],
        help_text="Vous pourrez en changer tant que l’édition n’est pas publiée.",
    )
    parties = forms.MultipleChoiceField(
        label="Parties à faire figurer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("offre", "offre de soins"), ("etat", "état de santé")],
    )
    accord = forms.BooleanField(
        label="J’ai vérifié le périmètre du territoire",
        help_text="Le périmètre est figé à la commande.",
    )
    commentaire = forms.CharField(
        label="Commentaire pour l’observatoire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    fichier = forms.FileField(label="Liste des communes", required=False)


class FiltresExemple(forms.Form):
    """Two filters of a list."""

    statut = forms.ChoiceField(
        label="Statut", required=False, choices=[("", "Tous"), ("signe", "Signé")]
    )
    nom = forms.CharField(label="Nom", required=False)


def figure_exemple() -> SafeString:
    """Return a small drawing: three dots with their intervals, labelled, in the tokens."""
    rows = []
    for index, (name, value, lower, upper, ink) in enumerate(_LIGNES):
        y = 24 + 34 * index
        x = [120 + 4 * (number - 40) for number in (lower, upper, value)]
        rows.append(
            f'<text x="0" y="{y + 5}" class="f-encre" font-size="15">{name}</text>'
            f'<path d="M{x[0]} {y}H{x[1]}" class="t-{ink}" stroke-width="2"/>'
            f'<circle cx="{x[2]}" cy="{y}" r="6" class="f-{ink}"/>'
            f'<text x="{x[1] + 12}" y="{y + 5}" class="f-encre" font-size="15">{value}</text>'
        )
    return mark_safe(  # noqa: S308 — numbers and names of this file only
        '<svg class="figure-ancrage" viewBox="0 0 320 124" width="480" role="img" '
        'aria-label="Le territoire est à 62, le département à 55, la région à 51.">'
        f"{''.join(rows)}</svg>"
    )
