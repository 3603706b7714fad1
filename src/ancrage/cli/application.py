"""Assemble the commands, run one, and turn every failure into a clear message and a code."""

import os
import sys
import traceback

import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text
from typer.exceptions import Abort, TyperException

from ancrage.cli import analyses, catalogue, depot, documents, profil, site, sources, territoire
from ancrage.cli.francais import Groupe, system_message, usage_message
from ancrage.observatoire.erreurs import CodeSortie, Erreur

app = typer.Typer(
    name="ancrage",
    cls=Groupe,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Ancrage : des données officielles au diagnostic local de santé et aux chiffres clés.",
    epilog="Codes de sortie : 0 fait, 1 défaut, 2 usage, 3 entrée refusée, 4 refus (secret ou "
    "droit), 5 source attendue.",
)
for module in (profil, documents, analyses, site):
    module.register(app)
app.add_typer(sources.app, name="sources")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(territoire.app, name="territoire")
app.add_typer(depot.app, name="depot")


def main() -> None:
    """Run the command line and leave with a documented exit code."""
    console = Console(stderr=True, highlight=False)
    try:
        sys.exit(app(standalone_mode=False) or CodeSortie.OK)
    except Erreur as error:
        _show(console, str(error))
        sys.exit(error.sortie)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "ancrage"
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.message)
            sys.exit(CodeSortie.USAGE)
        text = f"{usage_message(error)}\nQue faire : lancez « {command} --help »."
        _show(console, text)
        sys.exit(CodeSortie.USAGE)
    except (Abort, KeyboardInterrupt):
        console.print("Interrompu : rien n'a été remplacé.")
        sys.exit(130)
    except BrokenPipeError:  # « ancrage … | head »: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CodeSortie.OK)
    except OSError as error:
        _show(console, system_message(error))
        sys.exit(CodeSortie.ENTREE)
    except Exception as error:
        _show(console, _defect(error))
        sys.exit(CodeSortie.DEFAUT)


def _show(console: Console, text: str) -> None:
    """Print an error as it is: a name the user typed may hold square brackets."""
    console.print(Panel(Text(text), title="Erreur", border_style="red", title_align="left"))


def _defect(error: Exception) -> str:
    """Say that the program is at fault, and where; the whole trace on demand."""
    if os.environ.get("ANCRAGE_TRACE"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"Défaut d'Ancrage ({type(error).__name__}, {last.name}, ligne {last.lineno}) : "
        "ce n'est pas votre saisie.\n"
        "Que faire : relancez avec ANCRAGE_TRACE=1 et signalez la commande et la trace affichée."
    )
