"""A territory in a form: written by its name, chosen among namesakes where there is a doubt."""

from typing import Any

from django import forms

from ancrage.plateforme.territoires.noms import NomLu, name_of, read_nom

CHOISI = "_choisi"


class TerritoireNomme(forms.CharField):
    """A territory by name or code; its clean value is a code. Goes with `ChoixTerritoires`."""

    def __init__(self, *, niveaux: tuple[str, ...] = (), **options: Any) -> None:
        self.niveaux = niveaux
        super().__init__(**{"max_length": 200, **options})

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a code."""
        return name_of(value) if isinstance(value, str) and ":" in value else value

    def read(self, texte: str) -> NomLu:
        """Return what a text designates, among the levels that the field takes."""
        lu = read_nom(texte[:200])
        kept = tuple(one for one in lu.choix if self._takes(one.code))
        if lu.choix and lu.exact and len(kept) == 1:
            return NomLu(kept[0].code)
        return lu if lu.code else NomLu(choix=kept, exact=lu.exact)

    def clean(self, value: Any) -> str:
        """Return the code; the doubts are settled by the form, which adds the choice."""
        texte: str = super().clean(value)
        lu = self.read(texte) if texte else NomLu()
        if lu.code and not self._takes(lu.code):
            raise forms.ValidationError(f"Attendu : {', '.join(self.niveaux)}.")
        if texte and not lu.code and not lu.choix:
            raise forms.ValidationError(
                f"Aucun territoire ne ressemble à « {texte[:60]} ». Vérifiez le nom, ou écrivez "
                "celui de la commune, de l’EPCI ou du département."
            )
        return self.settle(lu.code)

    def settle(self, code: str) -> str:
        """Return the clean value of the code found or chosen."""
        return code

    def _takes(self, code: str) -> bool:
        return not self.niveaux or code.partition(":")[0] in self.niveaux


class ChoixTerritoires(forms.Form):
    """Add, under each territory that leaves a doubt, the radio buttons that settle it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare_territoires()
        if self.is_bound:
            for name, field in list(self.fields.items()):
                if isinstance(field, TerritoireNomme):
                    self._add_choice(name, field)

    def prepare_territoires(self) -> None:
        """Say, where another field decides it, what the territories may be."""

    def _add_choice(self, name: str, field: TerritoireNomme) -> None:
        texte = str(self.data.get(self.add_prefix(name), "")).strip()
        lu = field.read(texte) if texte and not field.disabled else NomLu()
        if lu.code or not lu.choix:
            return
        doubt = (
            f"Plusieurs territoires s’appellent « {texte[:60]} »"
            if lu.exact
            else f"Vous avez écrit « {texte[:60]} ». Vous cherchiez"
        )
        added = forms.ChoiceField(
            label=f"{doubt} : lequel ?" if lu.exact else f"{doubt}…",
            choices=[(one.code, str(one)) for one in lu.choix],
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choisissez le territoire.",
                "invalid_choice": "Choisissez le territoire dans cette liste.",
            },
        )
        order = list(self.fields)
        order.insert(order.index(name) + 1, name + CHOISI)
        self.fields[name + CHOISI] = added
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """Put the territory chosen in its field, as if it had been written without a doubt."""
        data: dict[str, Any] = super().clean() or {}
        for chosen in [one for one in self.fields if one.endswith(CHOISI)]:
            name = chosen.removesuffix(CHOISI)
            field: Any = self.fields[name]
            data[name] = field.settle(data.pop(chosen, ""))
        return data
