"""The forms of an import: the workbook, then what each of its columns fills."""

from typing import Any

from django import forms

from ancrage.plateforme.programmes.correspondance import CHAMPS, IGNORER, Correspondance

LIBELLES = {
    "code": "Code de la fiche",
    "axe": "Axe",
    "objectif": "Objectif",
    "sous_objectif": "Sous-objectif",
    "titre": "Titre de l’action",
    "jalon": "Étape (sous-action)",
    "description": "Description",
    "contexte": "Contexte",
    "pilote": "Structure pilote",
    "partenaires": "Partenaires",
    "publics": "Publics",
    "communes": "Communes",
    "participation": "Participation des habitants",
    "financeur": "Financeur",
    "montant": "Montant du financeur à sa gauche",
    "budget_total": "Budget total",
    "statut": "Statut",
    "debut": "Date de début",
    "fin": "Date de fin",
    "etp": "ETP",
    "indicateurs_realisation": "Indicateurs de réalisation",
    "indicateurs_resultat": "Indicateurs de résultat",
    "complement": "À ajouter à la description",
    "personne": "Nom d’une personne (jamais repris)",
    IGNORER: "Ne pas reprendre",
}
COLONNE = "colonne_"


class FichierForm(forms.Form):
    """A workbook."""

    fichier = forms.FileField(label="Classeur Excel du plan")


class ColonnesForm(forms.Form):
    """What each column fills; nothing to say for our own template."""

    def __init__(self, *args: Any, correspondance: Correspondance | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.correspondance = correspondance
        if correspondance is None:
            return
        offered = [(champ, LIBELLES.get(champ, champ)) for champ in CHAMPS]
        for rank, champ in sorted(correspondance.champs.items()):
            head = correspondance.entetes[rank] or f"Colonne {rank + 1}"
            self.fields[f"{COLONNE}{rank}"] = forms.ChoiceField(
                label=f"« {head[:80]} »", choices=offered, initial=champ
            )

    @property
    def champs(self) -> dict[int, str] | None:
        """Return the field of each column, as corrected."""
        if self.correspondance is None:
            return None
        return {int(name.removeprefix(COLONNE)): value for name, value in self.cleaned_data.items()}
