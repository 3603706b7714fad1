"""The site: serve it, and its demonstration."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ancrage.cli.francais import Commande, Groupe
from ancrage.observatoire.erreurs import Erreur

demo_app = typer.Typer(
    help="Démonstration : documents de deux territoires réels, puis le site et ses comptes.",
    cls=Groupe,
)

Adresse = Annotated[str, typer.Option(help="adresse d'écoute")]
Port = Annotated[int, typer.Option(help="port d'écoute", min=1, max=65_535)]
Processus = Annotated[int, typer.Option(help="nombre de processus du serveur", min=1, max=32)]


def register(app: typer.Typer) -> None:
    """Add the commands of the site."""
    app.command("serve", cls=Commande)(serve)
    app.add_typer(demo_app, name="demo")


def serve(adresse: Adresse = "127.0.0.1", port: Port = 8000, processus: Processus = 2) -> None:
    """Démarre le site en production : base à jour, serveur et tâches de fond."""
    from ancrage.cli.affichage import say
    from ancrage.plateforme.config.service import prepare, run

    with _told():
        prepare(say)
    say(f"Le site écoute sur http://{adresse}:{port} (arrêt : Ctrl+C)")
    run(adresse, port, processus)


@demo_app.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="construit tout et rend la main")
    ] = False,
    dossier: Annotated[Path, typer.Option(help="où écrire les documents")] = Path("demo"),
    port: Port = 8000,
) -> None:
    """Écrit les documents de deux territoires réels, puis démarre un site de démonstration."""
    if context.invoked_subcommand:
        return
    _write_documents(dossier)
    password = _build_site(dossier, port)
    _tell_accounts(port, password, no_serve)
    if not no_serve:
        # In a new process: the engine that drew the documents does not survive a fork.
        start = "from ancrage.cli import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", start, "serve", "--port", str(port)])  # noqa: S606


@demo_app.command("code", cls=Commande)
def code(
    role: Annotated[str, typer.Argument(help="compte, sans « @demo.example » : ors, ars_siege…")],
    dossier: Annotated[Path, typer.Option(help="dossier de la démonstration")] = Path("demo"),
) -> None:
    """Affiche le second facteur du compte de démonstration d'un rôle."""
    from ancrage.cli.affichage import say
    from ancrage.cli.second_facteur import code_now

    say(code_now(dossier / "site", role))


def _write_documents(dossier: Path) -> None:
    from ancrage.cli.affichage import progress_bar, say
    from ancrage.publication.demonstration import write_demo

    with progress_bar("Documents") as report:
        written = write_demo(dossier, report)
    for titre in dict.fromkeys(titre for titre, _ in written):
        say(titre)
        for path in (path for name, path in written if name == titre):
            say(f"  {path}")


def _build_site(dossier: Path, port: int) -> str:
    """Prepare the demonstration site and return the password of its accounts."""
    from ancrage.cli.affichage import say
    from ancrage.plateforme.config.service import prepare

    _set_environment(dossier, port)
    with _told():
        prepare(say)
        from ancrage.plateforme.config.demonstration import build_region
        from ancrage.plateforme.config.demonstration_communication import build_communication
        from ancrage.plateforme.config.demonstration_contrats import build_contrats
        from ancrage.plateforme.config.demonstration_diagnostics import build_diagnostics
        from ancrage.plateforme.config.demonstration_doctrine import build_doctrine
        from ancrage.plateforme.config.demonstration_ors import build_ors
        from ancrage.plateforme.config.demonstration_prefiguration import build_prefigurations
        from ancrage.plateforme.config.demonstration_programmes import build_programmes
        from ancrage.plateforme.config.demonstration_rencontres import build_rencontres

        password = build_region(say)
        build_diagnostics(say, password)
        build_ors(say)
        build_contrats(say)
        build_programmes(say)
        build_doctrine(say)
        build_rencontres(say)
        build_communication(say)
        build_prefigurations(say)
        return password


@contextmanager
def _told() -> Iterator[None]:
    """Tell a refusal of the platform as the command line tells errors."""
    from ancrage.plateforme.commun.erreurs import ActeRefuse

    try:
        yield
    except ActeRefuse as refus:
        raise Erreur("refus_du_site", refus.message, remede=refus.remede or None) from None


def _set_environment(dossier: Path, port: int) -> None:
    """Point the site to a folder of its own: nothing of a real installation is touched."""
    folder = (dossier / "site").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "cle-secrete.txt"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        secret.chmod(0o600)
    os.environ |= {
        "ANCRAGE_DEMO": "1",
        "ANCRAGE_STATE_DIR": str(folder),
        "ANCRAGE_SECRET_KEY": secret.read_text(encoding="utf-8"),
        "ANCRAGE_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "ANCRAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ANCRAGE_EMAIL_URL": f"filemail:///{folder / 'courriels'}",
        "DJANGO_SETTINGS_MODULE": "ancrage.plateforme.config.settings.production",
    }


def _tell_accounts(port: int, password: str, no_serve: bool) -> None:
    from ancrage.cli.affichage import say
    from ancrage.plateforme.comptes.roles import SECOND_FACTEUR, Role
    from ancrage.plateforme.config.demonstration import COMPTES

    say("Comptes de démonstration (* : second facteur, donné par « ancrage demo code <compte> »)")
    widest = max(len(compte.email) for compte in COMPTES)
    for compte in COMPTES:
        mark = "*" if compte.role in SECOND_FACTEUR else " "
        say(f" {mark} {compte.email:<{widest}}  {Role(compte.role).label}")
    say(f"Mot de passe de tous ces comptes : {password}")
    say(
        "Pour démarrer le site : ancrage demo"
        if no_serve
        else f"Le site : http://127.0.0.1:{port} (arrêt : Ctrl+C)"
    )
