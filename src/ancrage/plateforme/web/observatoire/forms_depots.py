"""Forms of the restricted deposits."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ancrage.plateforme.observations.etats import USAGES
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.totaux import mask_totals
from ancrage.plateforme.web.observatoire.saisies import (
    read_indicateur,
    read_lines,
    read_pair,
    write_indicateurs,
    write_pairs,
)
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

FAMILLES = {
    "cepidc": "causes de décès (CépiDc) : seuil 5",
    "snds": "SNDS, PMSI, Cnam : seuil 11",
    "depistage": "dépistage : seuil 11",
}
SEPARATEURS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
ENCODAGES = {"utf-8-sig": "UTF-8", "cp1252": "Windows (cp1252)"}
ROLES = {
    "commune": ("Commune", True),
    "periode": ("Année", False),
    "sexe": ("Sexe", False),
    "age": ("Âge", False),
    "cause": ("Cause", False),
    "effectif": ("Effectif", True),
    "population": ("Population (personnes par case et par année)", False),
}


class DepotForm(forms.Form):
    """Send an extract."""

    region = forms.ChoiceField(label="Région")
    code = forms.RegexField(
        r"^[a-z][a-z0-9_]*$", label="Code du dépôt", max_length=60,
        help_text="Minuscules sans accent, chiffres et « _ » : cepidc_2017_2021.",
        error_messages={"invalid": "Attendu : des minuscules, des chiffres et « _ »."},
    )  # fmt: skip
    titre = forms.CharField(
        label="Titre", max_length=200, help_text="Tel qu’il paraîtra sous les chiffres."
    )
    fictif = forms.BooleanField(
        label="L’extrait est fictif : « (extrait fictif) » suivra chaque chiffre.", required=False
    )
    fichier = forms.FileField(
        label="Extrait",
        help_text="CSV ou XLSX (première feuille), 25 Mo au plus. Une ligne d’en-têtes, puis une "
        "ligne par case : commune, année, sexe, âge, cause, effectif, population. Des agrégats "
        "seulement : aucune donnée individuelle n’entre ici.",
    )
    toml = forms.FileField(
        label="Description « depot.toml »", required=False,
        help_text="Si vous l’avez déjà : elle remplit le formulaire de la page suivante.",
    )  # fmt: skip

    def __init__(self, *args: Any, regions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["region"].choices = [(code, code) for code in sorted(regions)]
        if len(regions) == 1:
            fields["region"].widget = forms.HiddenInput()
            fields["region"].initial = next(iter(regions))


class DescriptionForm(FormulaireVersionne):
    """What the extract is, under which agreement, and how its columns are read."""

    titre = forms.CharField(label="Titre", max_length=200)
    producteur = forms.CharField(label="Producteur", max_length=120)
    numero_convention = forms.CharField(label="Numéro de la convention", max_length=80)
    expire_le = Jour(label="Fin de la convention", help_text="Les chiffres disparaissent après.")
    usages_permis = forms.MultipleChoiceField(
        label="Usages permis", choices=list(USAGES.items()), widget=forms.CheckboxSelectMultiple,
        help_text="Hors de cette liste, le dépôt ne répond pas.",
    )  # fmt: skip
    famille = forms.ChoiceField(label="Famille", choices=list(FAMILLES.items()))
    seuil = forms.IntegerField(
        label="Seuil", required=False, min_value=2,
        help_text="Plus petit effectif diffusable, si la convention en fixe un autre.",
    )  # fmt: skip
    cog = forms.IntegerField(
        label="Millésime des communes", min_value=2003, max_value=2100,
        help_text="Année du code officiel géographique de l’extrait ; les fusions sont suivies.",
    )  # fmt: skip
    annees = forms.CharField(label="Années", max_length=120, help_text="« 2017-2021 » ou « 2021 ».")
    cases_absentes = forms.ChoiceField(
        label="Une case absente veut dire",
        choices=[("manquant", "qu’on ne sait pas"), ("zero", "aucun événement et personne")],
    )
    separateur = forms.ChoiceField(label="Séparateur", choices=list(SEPARATEURS.items()))
    encodage = forms.ChoiceField(label="Encodage", choices=list(ENCODAGES.items()))
    decimale = forms.ChoiceField(label="Décimale", choices=[(",", "virgule"), (".", "point")])
    masques = forms.CharField(
        label="Marques du secret dans l’extrait", required=False, max_length=60,
        help_text="Séparées par des espaces : « s », « NC ».",
    )  # fmt: skip
    sexe_hommes = forms.CharField(label="Libellé des hommes", required=False, max_length=30)
    sexe_femmes = forms.CharField(label="Libellé des femmes", required=False, max_length=30)
    ages = forms.CharField(
        label="Classes d’âge", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Une par ligne, libellé de l’extrait = premier âge : « 0-4 = 0 ».",
    )  # fmt: skip
    indicateurs = forms.CharField(
        label="Indicateurs", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un par ligne : « M03 », « M04 ; ages=0-65 », « M07 ; causes=C00-C97 », "
        "« M07-ICM ; causes=C00-C97 ».",
    )  # fmt: skip
    total_effectif = forms.IntegerField(
        label="Total de contrôle : effectif", min_value=0,
        help_text="Donné par le producteur. Il doit se retrouver exactement.",
    )  # fmt: skip
    total_hommes = forms.IntegerField(label="dont hommes", required=False, min_value=0)
    total_femmes = forms.IntegerField(label="dont femmes", required=False, min_value=0)
    totaux_annees = forms.CharField(
        label="Totaux par année", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une année par ligne : « 2017 = 25610 ».",
    )  # fmt: skip

    def __init__(self, *args: Any, colonnes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in colonnes]
        added = {
            f"colonne_{role}": forms.ChoiceField(
                label=f"Colonne : {label}", required=required,
                choices=names if required else [("", "aucune"), *names],
            )
            for role, (label, required) in ROLES.items()
        }  # fmt: skip
        self.fields.update(added)
        order = list(self.fields)
        order = [name for name in order if name not in added]
        place = order.index("sexe_hommes")
        self.order_fields([*order[:place], *added, *order[place:]])

    def clean_annees(self) -> list[str]:
        """Return each year of « 2017-2021 »."""
        first, _, last = self.cleaned_data["annees"].partition("-")
        try:
            start, end = int(first), int(last or first)
        except ValueError:
            start, end = 1, 0
        if not 1900 <= start <= end <= start + 30:
            raise forms.ValidationError("Attendu : « 2021 », ou « 2017-2021 ».")
        return [str(year) for year in range(start, end + 1)]

    def clean_ages(self) -> dict[str, int]:
        """Return the first age of each label."""
        return dict(read_lines(self.cleaned_data["ages"], read_pair, "« 0-4 = 0 »"))

    def clean_indicateurs(self) -> list[dict[str, Any]]:
        """Return the indicators as the engine reads them."""
        expected = "« M07 ; causes=C00-C97 ; ages=0-65 »"
        return read_lines(self.cleaned_data["indicateurs"], read_indicateur, expected)

    def clean_totaux_annees(self) -> dict[str, int]:
        """Return the total of each year."""
        return dict(read_lines(self.cleaned_data["totaux_annees"], read_pair, "« 2017 = 25610 »"))

    @property
    def description(self) -> dict[str, Any]:
        """Return what `depot.toml` says, but for the totals."""
        data = self.cleaned_data
        colonnes = {role: data[f"colonne_{role}"] for role in ROLES if data[f"colonne_{role}"]}
        told = {
            name: data[name]
            for name in ("producteur", "numero_convention", "usages_permis", "famille", "seuil",
                         "cog", "cases_absentes", "ages", "indicateurs")
        }  # fmt: skip
        reading = {name: data[name] for name in ("separateur", "encodage", "decimale")}
        sexes = {data["sexe_hommes"]: "hommes", data["sexe_femmes"]: "femmes"}
        return told | {
            "periodes": data["annees"],
            "lecture": reading | {"masques": data["masques"].split()},
            "colonnes": colonnes,
            "sexes": {label: sexe for label, sexe in sexes.items() if label},
        }

    @property
    def totaux(self) -> dict[str, Any]:
        """Return the control totals."""
        data = self.cleaned_data
        by_sex = {"hommes": data["total_hommes"], "femmes": data["total_femmes"]}
        return {
            "effectif": data["total_effectif"],
            "par_sexe": {sexe: value for sexe, value in by_sex.items() if value is not None},
            "par_periode": data["totaux_annees"],
        }


def initial_description(depot: DepotRestreint) -> dict[str, Any]:
    """Return a deposit as its form shows it; totals that hold a small count are typed again."""
    told = depot.description
    reading, columns = told.get("lecture", {}), told.get("colonnes", {})
    labels = {sexe: label for label, sexe in told.get("sexes", {}).items()}
    years = told.get("periodes") or []
    lasting = ("producteur", "numero_convention", "usages_permis", "famille", "seuil", "cog")
    return {
        **{name: told[name] for name in lasting if told.get(name)},
        **{f"colonne_{role}": name for role, name in columns.items()},
        **_initial_totals(depot),
        "titre": depot.titre,
        "expire_le": depot.expire_le,
        "annees": f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(years),
        "cases_absentes": told.get("cases_absentes", "manquant"),
        "separateur": reading.get("separateur", ";"),
        "encodage": {"utf-8": "utf-8-sig"}.get(e := reading.get("encodage", "utf-8-sig"), e),
        "decimale": reading.get("decimale", ","),
        "masques": " ".join(reading.get("masques", ["s"])),
        "sexe_hommes": labels.get("hommes", ""),
        "sexe_femmes": labels.get("femmes", ""),
        "ages": write_pairs(told.get("ages", {})),
        "indicateurs": write_indicateurs(told.get("indicateurs", ())),
        "version": depot.version,
    }


def _initial_totals(depot: DepotRestreint) -> dict[str, Any]:
    """Return the control totals, none of them when one is too small to show."""
    totaux = depot.totaux
    seuil = int(depot.description.get("seuil") or 11)
    if any(line.value is None for line in mask_totals(totaux, seuil)) or not totaux:
        return {}
    return {
        "total_effectif": totaux["effectif"],
        "total_hommes": totaux.get("par_sexe", {}).get("hommes"),
        "total_femmes": totaux.get("par_sexe", {}).get("femmes"),
        "totaux_annees": write_pairs(totaux.get("par_periode", {})),
    }


class MotifForm(FormulaireVersionne):
    """Why an act is done."""

    motif = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}))


class ChoixForm(forms.Form):
    """Read the protected figures of a territory, for one use of the agreement."""

    territoire = forms.CharField(label="Territoire", max_length=200)
    usage = forms.ChoiceField(label="Usage")

    def __init__(self, *args: Any, usages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["usage"].choices = [(one, USAGES[one]) for one in usages]
