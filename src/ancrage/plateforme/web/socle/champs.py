"""The fields that the forms of every space share."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

ESPACES = re.compile(r"\s+")  # ordinary, no-break and thin: people type and paste them all
PREMIER, DERNIER = date(1900, 1, 1), date(2199, 12, 31)
ANNEE = "Vérifiez l’année : elle va de 1900 à 2199."
FORMATS_PIECES = "PDF, DOCX, XLSX, PNG ou JPEG, 25 Mo au plus."


class Jour(forms.DateField):
    """A day, typed or picked in the browser's own calendar; of a year that a contract may live."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for check in (MinValueValidator(PREMIER, ANNEE), MaxValueValidator(DERNIER, ANNEE)):
            self.validators.append(check)


class Texte(forms.CharField):
    """A text of some lines."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"max_length": 5_000, "widget": widget, **options})


class Parmi(forms.ModelChoiceField):
    """One row among others, sent by its public identifier; its form gives the rows.

    A list of more than fifteen rows gets a field that narrows it (socle.js).
    """

    def __init__(self, **options: Any) -> None:
        empty = "Choisissez" if options.get("required", True) else "Aucun"
        known = {"queryset": None, "to_field_name": "identifiant", "empty_label": empty}
        super().__init__(**known | options)


class Piece(forms.FileField):
    """A document that proves something."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": FORMATS_PIECES, **options})


class Nombre(forms.DecimalField):
    """A number as people type it: « 27 500,50 »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        """Read the comma and the spaces."""
        if isinstance(value, str):
            value = ESPACES.sub("", value).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show the comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value
