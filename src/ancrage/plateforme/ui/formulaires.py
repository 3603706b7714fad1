"""How forms are printed: one column, label above, help before the field, errors tied to it."""

from django.forms.renderers import DjangoTemplates


class Rendu(DjangoTemplates):
    """The renderer of all forms (FORM_RENDERER)."""

    form_template_name = "ui/formulaire.html"
    field_template_name = "ui/champ.html"
