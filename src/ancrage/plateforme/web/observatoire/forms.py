"""Forms of the observatory."""

from urllib.parse import urlencode

from django import forms

from ancrage.plateforme.observations.profils import (
    NOM_MAX,
    SEPARATEUR,
    Territoire,
    find_territoire,
)
from ancrage.plateforme.territoires.analyse import (
    Coupure,
    Population,
    compute_population,
    find_coupures,
    is_d_un_tenant,
    shortest_code,
)
from ancrage.plateforme.territoires.lecture import ListeLue, read_liste
from ancrage.plateforme.territoires.millesimes import Homonyme

COMMUNES_MAX = 400  # beyond, the address of the page would be too long for some servers


class CompositionForm(forms.Form):
    """A territory of one's own, from names or codes, one per line."""

    liste = forms.CharField(
        label="Communes, EPCI ou départements",
        help_text="Un nom ou un code par ligne : « Orléans », « 45234 », « epci:244500468 ». "
        "Vous pouvez coller une colonne d'un tableur.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
    )
    nom = forms.CharField(
        label="Nom de ce territoire",
        required=False,
        help_text="Par exemple « Pays du Giennois ». Il s'inscrit dans l'adresse de la page.",
        max_length=NOM_MAX,
    )

    def clean_nom(self) -> str:
        """Return the name as an address can hold it."""
        nom = str(self.cleaned_data["nom"])
        return " ".join("".join(" " if c in "/~+?#" else c for c in nom).split())

    def clean_liste(self) -> str:
        """Read the list; the lines not understood are told beside the field."""
        texte: str = self.cleaned_data["liste"]
        self.lue: ListeLue = read_liste(texte)
        if not self.lue.communes:
            raise forms.ValidationError(list(self.lue.refus) or ["Aucune commune reconnue."])
        if len(self.lue.communes) > COMMUNES_MAX and len(self._short_code()) > 6_000:
            raise forms.ValidationError(
                f"{len(self.lue.communes)} communes : donnez plutôt les EPCI ou les départements."
            )
        return texte

    @property
    def code(self) -> str:
        """Return the code of the list as an address writes it, the name after it."""
        code, nom = self._short_code(), self.cleaned_data.get("nom", "")
        return f"{code}{SEPARATEUR}{nom}" if nom and "+" in code else code

    def _short_code(self) -> str:
        """Return the shortest code: whole EPCI first, then communes."""
        return shortest_code(self.lue.communes)

    @property
    def territoire(self) -> Territoire:
        """Return the territory read."""
        return find_territoire(self.code)

    @property
    def doutes(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return each name that several areas bear: those areas, and the list that says which."""
        return [
            (doute.texte, [(str(one), self._with(doute.ligne, one)) for one in doute.homonymes])
            for doute in self.lue.ambigues
        ]

    def _with(self, ligne: int, choisi: Homonyme) -> str:
        """Return the query of this form with the code of an area written on its line."""
        lines = self.cleaned_data["liste"].splitlines()
        lines[ligne - 1] = f"{choisi.code} {choisi.libelle}"
        nom = self.cleaned_data.get("nom", "")
        return "?" + urlencode({"liste": "\n".join(lines), "nom": nom})

    @property
    def population(self) -> Population:
        """Return its inhabitants."""
        return compute_population(self.lue.communes)

    @property
    def coupures(self) -> tuple[Coupure, ...]:
        """Return the EPCI that it cuts."""
        return find_coupures(self.lue.communes)

    @property
    def d_un_tenant(self) -> bool:
        """Say whether it is in one piece."""
        return is_d_un_tenant(self.lue.communes)
