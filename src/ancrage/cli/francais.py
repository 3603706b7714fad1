"""French words for what typer says by itself: panels, help option, usage errors."""

from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.ENVVAR_STRING = "[variable : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
_AIDE = "Affiche cette aide et s'arrête."


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = _AIDE
    return option


class Commande(TyperCommand):
    """A command whose help option speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its French text."""
        return _in_french(super().get_help_option(ctx))


class Groupe(TyperGroup):
    """A group whose help option speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its French text."""
        return _in_french(super().get_help_option(ctx))


def usage_message(error: TyperException) -> str:
    """Return a usage error in French; typer tells the kinds apart by class name."""
    parameter = getattr(error, "param", None)
    name = getattr(parameter, "name", "") or ""
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"Il manque « {name} »."
    if kind == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or [])
        option = getattr(error, "option_name", "")
        hint = f" Vouliez-vous dire {near} ?" if near else ""
        return f"L'option « {option} » n'existe pas.{hint}"
    if kind == "BadParameter":
        return f"La valeur donnée à « {name} » ne convient pas : {error.message}"
    if "No such command" in error.message:
        return f"Cette commande n'existe pas : {error.message.split(chr(39))[1]}."
    if "extra argument" in error.message:
        return "Un argument de trop. Un nom qui contient des espaces se met entre guillemets."
    return "La commande est incomplète ou mal écrite."
