"""Assemble the commands, run one, and turn every failure into a clear message and a code."""

import sys

import typer
from rich.console import Console
from rich.panel import Panel
from typer.exceptions import Abort, TyperException

from ancrage.cli import analyses, catalogue, depot, documents, profil, sources, territoire
from ancrage.cli.francais import Groupe, usage_message
from ancrage.observatoire.erreurs import CodeSortie, Erreur

app = typer.Typer(
    name="ancrage",
    cls=Groupe,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Ancrage : des données officielles au diagnostic local de santé et aux chiffres clés.",
    epilog="Codes de sortie : 0 fait, 1 défaut, 2 usage, 3 entrée refusée, 4 refus (secret ou "
    "droit), 5 source attendue.",
)
for module in (profil, documents, analyses):
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
        console.print(Panel(str(error), title="Erreur", border_style="red", title_align="left"))
        sys.exit(error.sortie)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "ancrage"
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.message)
            sys.exit(CodeSortie.USAGE)
        text = f"{usage_message(error)}\nQue faire : lancez « {command} --help »."
        console.print(Panel(text, title="Erreur", border_style="red", title_align="left"))
        sys.exit(CodeSortie.USAGE)
    except (Abort, KeyboardInterrupt):
        console.print("Interrompu : rien n'a été remplacé.")
        sys.exit(130)
