"""Run the cases, each in a fresh process, and print the table.

The store is rebuilt first into a folder of its own when ANCRAGE_SOURCES_DIR is set, and serves
the other cases; else the store in use answers. Nobody's store is touched.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict

from benchmarks.affichage import show
from benchmarks.cas import CAS
from benchmarks.mesures import Reglage, Resultat


def main(arguments: list[str] | None = None) -> int:
    """Parse the options, run, print."""
    options = _parser().parse_args(arguments)
    reglage = Reglage(options.region, options.essai)
    if options.ici:
        print(json.dumps([asdict(result) for result in CAS[options.ici](reglage)]))
        return 0
    wanted = options.seulement or list(CAS)
    if "magasin" in wanted and not os.environ.get("ANCRAGE_SOURCES_DIR"):
        print("Le magasin n'est pas mesuré : indiquez ANCRAGE_SOURCES_DIR.", file=sys.stderr)
        wanted = [name for name in wanted if name != "magasin"]
    results: list[Resultat] = []
    with tempfile.TemporaryDirectory() as folder:
        state = {"ANCRAGE_STATE_DIR": folder} if "magasin" in wanted else {}
        for name in (name for name in CAS if name in wanted):
            print(f"{name}…", file=sys.stderr, flush=True)
            results += _run_apart(name, reglage, state)
    show(results)
    return 0


def _run_apart(name: str, reglage: Reglage, state: dict[str, str]) -> list[Resultat]:
    """Run a case in a process of its own: its memory is that of the case alone."""
    command = [sys.executable, "-m", "benchmarks", "--ici", name, "--region", reglage.region]
    command += ["--essai"] if reglage.essai else []
    done = subprocess.run(command, env={**os.environ, **state}, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise SystemExit(f"Le cas « {name} » a échoué.")
    return [Resultat(**entry) for entry in json.loads(done.stdout.splitlines()[-1])]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Mesure les temps et la mémoire d'Ancrage."
    )
    parser.add_argument("--seulement", nargs="+", choices=list(CAS), help="les cas à mesurer")
    parser.add_argument("--region", default="24", help="code de la région (24 par défaut)")
    parser.add_argument("--essai", action="store_true", help="un passage court de chaque cas")
    parser.add_argument("--ici", choices=list(CAS), help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
