"""Configuration of this space."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The pages of a plan: needs, priorities, tree, table, action sheets, workbooks."""

    name = "ancrage.plateforme.web.programme"
    label = "web_programme"
