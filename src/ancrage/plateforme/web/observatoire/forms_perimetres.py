"""The form of a perimeter: its vintage, its communes typed, searched or from a file."""

from datetime import date
from typing import Any

from django import forms

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.territoires.analyse import follow
from ancrage.plateforme.territoires.lecture import Ambiguite, ListeLue, read_liste
from ancrage.plateforme.territoires.millesimes import MILLESIMES, millesime_of
from ancrage.plateforme.territoires.models import Usage
from ancrage.plateforme.territoires.quartiers import read_quartiers
from ancrage.plateforme.territoires.services import Quartier
from ancrage.plateforme.territoires.tableau import read_fichier
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

LEQUEL = "lequel_"


class PerimetreForm(FormulaireVersionne):
    """A perimeter: name, use, date, vintage, communes, targeted quarters."""

    libelle = forms.CharField(label="Nom du périmètre", max_length=200)
    usage = forms.ChoiceField(label="Usage", choices=Usage.choices)
    date_effet = Jour(label="Date d’effet")
    millesime = forms.TypedChoiceField(
        label="Communes telles qu’au 1er janvier",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "de l’année de la date d’effet"), *((str(one), one) for one in MILLESIMES)],
        help_text="La liste est lue dans ce millésime ; ce qui a fusionné ou changé de code "
        "depuis est suivi jusqu’à aujourd’hui.",
    )
    ajout = forms.CharField(
        label="Chercher une commune ou un EPCI à ajouter", required=False, max_length=100
    )
    communes = forms.CharField(
        label="Communes, EPCI ou départements",
        error_messages={"required": "Donnez au moins une commune, ou un fichier."},
        help_text="Un nom ou un code par ligne. Vous pouvez coller une colonne d’un tableur.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=200_000,
    )
    fichier = forms.FileField(
        label="Ou un fichier de communes",
        required=False,
        help_text="CSV, XLSX (première feuille) ou TXT, 2 Mo au plus : la colonne des codes est "
        "recopiée dans la liste ci-dessus.",
    )
    quartiers = forms.CharField(
        label="Quartiers visés",
        required=False,
        help_text="Un par ligne. « QP045001 » suffit pour un quartier prioritaire de 2015 ; "
        "« QN04501M ; nom ; 45234 » pour 2024 ; « Floriales ; 45234 » en veille active.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )
    ecart_explique = forms.CharField(
        label="Écart avec le périmètre d’étude",
        required=False,
        help_text="Pourquoi le périmètre du contrat diffère de celui du diagnostic.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lue = ListeLue(())
        self.refus_fichier: ActeRefuse | None = None
        if self.is_bound:
            self._copy_fichier()
            self.lue = read_liste(self._sent("communes"), self.annee, self._chosen())
            self._ask_which()

    def _sent(self, name: str) -> str:
        return str(self.data.get(name, ""))

    def _copy_fichier(self) -> None:
        """Put the communes of a file in the list: they can be read again, and corrected."""
        upload = self.files.get("fichier")
        if not upload:
            return
        try:
            lines = read_fichier(upload)
        except ActeRefuse as refus:
            self.refus_fichier = refus
            self.fields["communes"].required = False  # one reason is enough
            return
        held = self._sent("communes").rstrip()
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["communes"] = f"{held}\n{lines}" if held else lines
        self.data = data

    @property
    def annee(self) -> int:
        """Return the vintage that was chosen, else the one of the date."""
        chosen = self._sent("millesime")
        if chosen in {str(one) for one in MILLESIMES}:
            return int(chosen)
        try:
            return millesime_of(date.fromisoformat(self._sent("date_effet")))
        except ValueError:
            return MILLESIMES[0]

    def _chosen(self) -> dict[str, str]:
        """Return the area chosen for each name of several."""
        return {
            name.removeprefix(LEQUEL): str(value)
            for name, value in self.data.items()
            if name.startswith(LEQUEL)
        }

    def _ask_which(self) -> None:
        """Add, under the list, a choice for each name of several; keep those already made."""
        asked = {one.cle: one for one in read_liste(self._sent("communes"), self.annee).ambigues}
        order = list(self.fields)
        place = order.index("communes") + 1
        for one in asked.values():
            self.fields[LEQUEL + one.cle] = _which(one)
        self.order_fields([*order[:place], *(LEQUEL + cle for cle in asked), *order[place:]])

    @property
    def aujourdhui(self) -> tuple[str, ...]:
        """Return the communes of today that the list became."""
        return follow(self.lue.communes, self.annee).communes

    def clean_millesime(self) -> int:
        """Return the vintage: the one chosen, else the one of the date."""
        return self.annee

    def clean_communes(self) -> str:
        """Stop at a line not understood, so that nothing is left out in silence."""
        texte: str = self.cleaned_data["communes"]
        if self.lue.illisibles:
            raise forms.ValidationError(list(self.lue.illisibles))
        if not self.lue.communes and not self.lue.ambigues and not self.refus_fichier:
            raise forms.ValidationError("Aucune commune reconnue.")
        return texte

    def clean_fichier(self) -> None:
        """Say what is wrong with the file."""
        if self.refus_fichier:
            raise forms.ValidationError(str(self.refus_fichier))

    def clean_quartiers(self) -> list[Quartier]:
        """Return the quarters, read line by line."""
        if not self.lue.communes:
            return []
        try:
            return read_quartiers(self.cleaned_data["quartiers"], self.aujourdhui)
        except ActeRefuse as refus:
            raise forms.ValidationError(str(refus)) from None


def _which(doute: Ambiguite) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Ligne {doute.ligne} : quel territoire est « {doute.texte[:60]} » ?",
        choices=[(one.code, str(one)) for one in doute.homonymes],
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Ligne {doute.ligne} : choisissez lequel.",
            "invalid_choice": f"Ligne {doute.ligne} : choisissez dans cette liste.",
        },
    )
