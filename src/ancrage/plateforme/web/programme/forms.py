"""Forms of a plan: needs, priorities, axes, objectives; small forms of its sheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.acces import named_indicator
from ancrage.plateforme.programmes.listes import EvolutionBesoin, NiveauObjectif
from ancrage.plateforme.programmes.models import Axe, Besoin, Priorite
from ancrage.plateforme.programmes.permissions import can_write
from ancrage.plateforme.programmes.plan import AppuiEcrit
from ancrage.plateforme.programmes.references import paths_of
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.web.programme.forms_fiche import CHOISIR, COURT, LONG, NIVEAU
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

CONSTATS = 3  # findings offered at once
SUGGERE = '<span class="ui-choix"><strong>{}</strong><span>suggéré : {}</span></span>'


class MotifForm(FormulaireVersionne):
    """An act that says why."""

    motif = forms.CharField(label="Pourquoi", widget=COURT, max_length=2_000)


class CommentaireForm(forms.Form):
    """What somebody says of a sheet."""

    texte = forms.CharField(label="Votre commentaire", widget=COURT, max_length=5_000)


class CollageForm(forms.Form):
    """Cells copied from a spreadsheet; what is in them is read cell by cell."""

    cellules = forms.CharField(
        label="Cellules collées", strip=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip


class DuplicationForm(forms.Form):
    """Into which contract a sheet is copied."""

    contrat = forms.ChoiceField(label="Dans quel programme la reprendre")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Contrat.objects.visibles_par(user).for_list()
        self.cibles = [one for one in rows if one.is_open and can_write(user, one)]
        field: Any = self.fields["contrat"]
        field.choices = [(one.slug, one.nom) for one in self.cibles]

    @property
    def target(self) -> Contrat:
        """Return the contract that was chosen."""
        chosen = self.cleaned_data["contrat"]
        return next(one for one in self.cibles if one.slug == chosen)


class TypologieForm(forms.Form):
    """Every facet, its suggestions told with the words that made them; none is ticked alone."""

    def __init__(
        self,
        *args: Any,
        kept: Mapping[str, Sequence[str]],
        suggestions: Mapping[str, Mapping[str, Sequence[str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for facette in typologie().facettes:
            told = suggestions.get(facette.code, {})
            first = sorted(facette.labels().items(), key=lambda one: one[0] not in told)
            choices = [(code, _told(label, told.get(code))) for code, label in first]
            held = list(kept.get(facette.code, ()))
            label = capfirst(facette.libelle)
            field: Any
            if facette.multiple:
                field = forms.MultipleChoiceField(
                    label=label, choices=choices, required=False, initial=held,
                    widget=forms.CheckboxSelectMultiple,
                )  # fmt: skip
            else:
                field = forms.ChoiceField(
                    label=label, choices=[("", "Aucun"), *choices], required=False,
                    initial=next(iter(held), ""), widget=forms.RadioSelect,
                )  # fmt: skip
            self.fields[facette.code] = field
        self.suggestions = suggestions

    def codes(self, facette: str) -> list[str]:
        """Return the codes kept in a facet."""
        chosen = self.cleaned_data[facette]
        return list(chosen) if isinstance(chosen, list) else [one for one in (chosen,) if one]

    @property
    def facettes(self) -> list[tuple[Any, int, bool]]:
        """Return each field, how many suggestions it bears, and whether it opens by itself."""
        lines = []
        for name in self.fields:
            told = len(self.suggestions.get(name, {}))
            lines.append((self[name], told, bool(told or self[name].value())))
        return lines


def _told(label: str, mots: Sequence[str] | None) -> Any:
    if mots is None:
        return label
    words = ", ".join(f"« {one.rstrip('*')} »" for one in mots) or "d’après le texte"
    return format_html(SUGGERE, label, words)


# --- needs


class BesoinForm(FormulaireVersionne):
    """A need, with what establishes it."""

    code = forms.CharField(label="Code", max_length=20, help_text="Court : « B1 ».")
    libelle = forms.CharField(label="Le besoin, en une phrase", max_length=300)
    description = forms.CharField(label="Description", required=False, widget=LONG)
    evolution = forms.ChoiceField(
        label="Évolution depuis le dernier diagnostic", required=False,
        choices=[*CHOISIR, *EvolutionBesoin.choices],
    )  # fmt: skip
    indicateurs = forms.MultipleChoiceField(
        label="Indicateurs publiés qui l’établissent", required=False,
        widget=forms.SelectMultiple(attrs={"size": "8"}),
        help_text="Ceux des diagnostics publiés. Au moins un indicateur, ou un constat.",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["indicateurs"]
        field.choices = offered
        for rank in range(1, CONSTATS + 1):
            self.fields[f"constat_{rank}"] = forms.CharField(
                label=f"Constat {rank}", required=False, widget=COURT, max_length=5_000
            )
            self.fields[f"source_{rank}"] = forms.CharField(
                label=f"Source du constat {rank}", required=False, max_length=300,
                help_text="D’où il vient : atelier, entretien, enquête, avec sa date.",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A finding has its source."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for rank in range(1, CONSTATS + 1):
            if bool(data.get(f"constat_{rank}")) != bool(data.get(f"source_{rank}")):
                lacking = "source" if data.get(f"constat_{rank}") else "constat"
                self.add_error(f"{lacking}_{rank}", "Un constat va avec sa source.")
        return data

    @property
    def appuis(self) -> tuple[AppuiEcrit, ...]:
        """Return what the need leans on."""
        data = self.cleaned_data
        figured = [one.split("|", 1) for one in data["indicateurs"]]
        found = [AppuiEcrit(edition=edition, indicateur=code) for edition, code in figured]
        found += [
            AppuiEcrit(constat=data[f"constat_{rank}"], source=data[f"source_{rank}"])
            for rank in range(1, CONSTATS + 1)
            if data[f"constat_{rank}"]
        ]
        return tuple(found)


def initial_besoin(besoin: Besoin) -> dict[str, Any]:
    """Return a need as its form shows it."""
    values: dict[str, Any] = {
        name: getattr(besoin, name) for name in ("code", "libelle", "description", "evolution")
    }
    appuis = list(besoin.appuis.select_related("edition"))
    values["indicateurs"] = [
        named_indicator(a.edition, a.indicateur)[0] for a in appuis if a.edition
    ]
    for rank, one in enumerate((a for a in appuis if a.constat), start=1):
        values |= {f"constat_{rank}": one.constat, f"source_{rank}": one.source}
    return values | {"version": besoin.version}


# --- priorities


class PrioriteForm(forms.Form):
    """A priority proposed for needs."""

    libelle = forms.CharField(label="La priorité, en une phrase", max_length=300)
    besoins: Any = forms.ModelMultipleChoiceField(
        label="Besoins auxquels elle répond", queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["besoins"]
        field.queryset = contrat.besoins.all()


class NotesForm(FormulaireVersionne):
    """The notes of a priority on the grid of its contract."""

    def __init__(self, *args: Any, priorite: Priorite, grille: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one["code"] for one in grille.criteres]
        for one in grille.criteres:
            self.fields[f"note_{one['code']}"] = forms.DecimalField(
                label=one["libelle"], required=False, min_value=0, max_value=grille.note_maximale,
                decimal_places=1, initial=priorite.notes.get(one["code"]),
                help_text=f"De 0 à {grille.note_maximale} ; poids {one['poids']}.",
            )  # fmt: skip

    @property
    def notes(self) -> dict[str, float]:
        """Return the notes given; none is not a zero."""
        data = self.cleaned_data
        given = {code: data[f"note_{code}"] for code in self.codes}
        return {code: float(note) for code, note in given.items() if note is not None}


class DecisionForm(FormulaireVersionne):
    """The decision of the COPIL that chose a priority."""

    decision = forms.CharField(
        label="Numéro ou nom de la décision du comité de pilotage", max_length=60,
        help_text="Comme au relevé de décisions : « COPIL 2, décision 3 ».",
    )  # fmt: skip
    decidee_le = Jour(label="Date de la décision")


class GrilleForm(FormulaireVersionne):
    """The criteria of a choice of priorities."""

    criteres = forms.CharField(
        label="Critères", widget=LONG, max_length=5_000,
        help_text="Un par ligne, avec son poids : « Gravité = 2 ».",
    )  # fmt: skip
    note_maximale = forms.IntegerField(label="Note maximale", min_value=1, max_value=100, initial=5)


# --- axes and objectives


class AxeForm(FormulaireVersionne):
    """An axis, and the priorities that it serves."""

    libelle = forms.CharField(label="L’axe, en une phrase", max_length=300)
    description = forms.CharField(label="Description", required=False, widget=LONG)
    priorites = forms.MultipleChoiceField(
        label="Priorités servies", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["priorites"]
        field.choices = [(one.libelle, one.libelle) for one in contrat.priorites.all()]


class ObjectifForm(FormulaireVersionne):
    """The words of an objective."""

    libelle = forms.CharField(label="L’objectif, en une phrase", max_length=500)
    structurant = forms.BooleanField(label="Objectif structurant", required=False)


class ObjectifNouveauForm(ObjectifForm):
    """An objective of an axis, at the root or under a wider one."""

    niveau = forms.ChoiceField(
        label="Niveau", choices=NiveauObjectif.choices, initial=NiveauObjectif.SPECIFIQUE
    )
    parent = forms.ChoiceField(label="Sous quel objectif", required=False)

    def __init__(self, *args: Any, axe: Axe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = {path: one for path, one in paths_of(axe.contrat).items() if one.axe_id == axe.pk}
        self.parents = {str(one.identifiant): one for one in paths.values()}
        field: Any = self.fields["parent"]
        field.choices = [("", "Directement sous l’axe")] + [
            (str(one.identifiant), NIVEAU.join(path[1:])) for path, one in paths.items()
        ]
