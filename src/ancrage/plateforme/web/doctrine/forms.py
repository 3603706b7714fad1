"""The forms of the doctrine: a version of a rule, of the delays, of a legal text."""

from typing import Any

from django import forms

from ancrage.plateforme.doctrine.models import Doctrine, Effet, RegleRegionale, Visa
from ancrage.plateforme.doctrine.parametres_dits import ETAPES
from ancrage.plateforme.doctrine.services.regles import DELAI_MAX, NouvelleRegle
from ancrage.plateforme.web.doctrine.parametres_saisis import fields_of, initial_of, values_of
from ancrage.plateforme.web.socle.champs import Jour, Texte

EFFETS = {
    Effet.BLOQUE: "Bloque : l’étape attend que la règle soit tenue",
    Effet.ALERTE: "Alerte : l’étape peut se faire, une dérogation motivée est possible",
    Effet.INFORMATION: "Information : la règle se lit, rien n’attend",
}
SOURCE = "Le texte, la décision ou le document qui fonde cette version."
DELAI = "d_"


class EditionForm(forms.Form):
    """What every new edition says of itself."""

    libelle = forms.CharField(
        label="Nom de l’édition de la doctrine",
        max_length=200,
        help_text="Par exemple « Révision du guide, 2027 ». L’histoire des contrats le cite.",
    )
    date_debut = Jour(
        label="En vigueur à partir du",
        help_text="Après la date de l’édition en cours. La veille, l’ancienne version finit.",
    )
    source = forms.CharField(label="Source", max_length=300, help_text=SOURCE)


class RegleForm(EditionForm):
    """A new version of one rule: its statement, its effect, its own parameters."""

    enonce = Texte(label="Énoncé", rows=4)
    effet = forms.ChoiceField(
        label="Effet quand la règle n’est pas tenue",
        choices=[(str(code), words) for code, words in EFFETS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, code: str, actuelle: RegleRegionale | None) -> None:
        initial = {"libelle": f"Règle {code} révisée"}
        if actuelle is not None:
            initial |= {"enonce": actuelle.enonce, "effet": actuelle.effet}
            initial |= initial_of(actuelle.parametres)
        super().__init__(data, initial=initial)
        self.code = code
        self.fields |= fields_of(code)
        own = [name for name in self.fields if name not in EditionForm.base_fields]
        self.order_fields([*own, "date_debut", "source", "libelle"])

    def nouvelle(self) -> NouvelleRegle:
        """Return the rule as it would be."""
        data = self.cleaned_data
        return NouvelleRegle(
            self.code, data["enonce"], data["effet"], data["source"], values_of(self.code, data)
        )


class DelaisForm(EditionForm):
    """The delays of the procedure, one per step, in days."""

    def __init__(self, data: Any, *, actuelle: Doctrine | None) -> None:
        super().__init__(data, initial={"libelle": "Délais révisés"})
        self.held: dict[str, int] = actuelle.delais if actuelle else {}
        for etape, libelle in ETAPES.items():
            self.fields[DELAI + etape] = forms.IntegerField(
                label=f"{libelle}, en jours", min_value=1, max_value=DELAI_MAX,
                initial=self.held.get(etape), required=etape in self.held,
            )  # fmt: skip
        self.order_fields([*(DELAI + etape for etape in ETAPES), "date_debut", "source", "libelle"])

    def changes(self) -> dict[str, int]:
        """Return the delays that differ from those in force."""
        given = {etape: self.cleaned_data[DELAI + etape] for etape in ETAPES}
        return {
            etape: jours
            for etape, jours in given.items()
            if jours is not None and jours != self.held.get(etape)
        }


class VisaForm(forms.Form):
    """A legal text as acts cite it from a day on."""

    texte = Texte(
        label="Texte cité",
        help_text="Tel qu’il paraîtra en tête du contrat : « Vu le Code de la santé publique… ; ».",
    )
    date_texte = Jour(label="Date du texte")
    date_debut = Jour(label="À citer à partir du")
    source = forms.CharField(label="Source", max_length=300, help_text=SOURCE)
    a_verifier = forms.BooleanField(
        label="Rédaction à vérifier avant de signer un contrat qui la cite", required=False
    )

    def __init__(self, data: Any, *, ancien: Visa | None) -> None:
        initial = {"texte": ancien.texte, "date_texte": ancien.date_texte} if ancien else None
        super().__init__(data, initial=initial)
