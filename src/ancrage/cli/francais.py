"""French words for what typer says by itself: panels, help option, usage errors."""

import errno
from enum import Enum
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
    name = _shown_name(parameter)
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"Il manque « {name} »."
    if kind == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or [])
        option = getattr(error, "option_name", "")
        hint = f" Vouliez-vous dire {near} ?" if near else ""
        return f"L'option « {option} » n'existe pas.{hint}"
    if kind == "BadParameter":
        return f"La valeur donnée à « {name} » ne convient pas : attendu {_expected(parameter)}."
    if "No such command" in error.message:
        return f"Cette commande n'existe pas : {error.message.split(chr(39))[1]}."
    if "extra argument" in error.message:
        return "Un argument de trop. Un nom qui contient des espaces se met entre guillemets."
    return "La commande est incomplète ou mal écrite."


def _shown_name(parameter: Any) -> str:
    """Return an option as it is typed (« --format »), an argument by its name."""
    typed = [name for name in getattr(parameter, "opts", []) if name.startswith("--")]
    return typed[0] if typed else getattr(parameter, "name", "") or ""


def _expected(parameter: Any) -> str:
    """Say in French what an option takes."""
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(item.value) for item in kind)
    return {int: "un nombre entier", float: "un nombre"}.get(kind, "une autre valeur")  # type: ignore[arg-type]


_SYSTEME = {
    errno.ENOSPC: "Le disque est plein.",
    errno.EDQUOT: "Le quota de disque est atteint.",
    errno.EACCES: "L'accès est refusé.",
    errno.EPERM: "L'accès est refusé.",
    errno.EROFS: "Le disque est en lecture seule.",
    errno.ENOENT: "Le fichier ou son dossier n'existe pas.",
    errno.EISDIR: "C'est un dossier : un fichier est attendu.",
    errno.ENOTDIR: "Une partie du chemin n'est pas un dossier.",
    errno.EEXIST: "Un fichier porte déjà ce nom.",
    errno.ENAMETOOLONG: "Le nom de fichier est trop long.",
}


def system_message(error: OSError) -> str:
    """Return a failure of the disk in French: what, where, what to do."""
    what = _SYSTEME.get(
        error.errno or 0, f"Le système a refusé la lecture ou l'écriture ({error})."
    )
    where = f"\nOù : fichier {error.filename}" if error.filename else ""
    return f"{what}{where}\nQue faire : vérifiez le chemin, les droits et la place libre."
