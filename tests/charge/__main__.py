"""Load test on the loopback address: 50 people, 60 seconds, all the communes of France.

    python -m tests.charge [--utilisateurs 50] [--duree 60] [--depuis DOSSIER] [--postgresql URL]

Prints the times of each page and leaves with 1 above 300 ms at the 95th percentile, or on an error.
`--depuis`: the official files, whose figures then cover all of France.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ancrage.observatoire import api
from tests.charge import site
from tests.charge.trajet import MEMBRE, Personne, Releve

CHAUFFE = 20
LIMITE = 0.300


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Mesure le site sous charge.")
    parser.add_argument("--utilisateurs", type=int, default=50)
    parser.add_argument("--duree", type=int, default=60, help="secondes, après la chauffe")
    parser.add_argument("--depuis", type=Path, help="dossier des fichiers officiels")
    parser.add_argument("--postgresql", default="postgresql://root@127.0.0.1:5432/postgres")
    return parser.parse_args()


async def press(base: str, mot_de_passe: str, options: argparse.Namespace) -> Releve:
    """Let everybody browse: a warm-up that does not count, then the measured time."""
    communes = list(api.parse_territoire("france", files=False).communes)
    releve = Releve()
    debut = time.monotonic() + CHAUFFE
    fin = debut + options.duree
    people = [Personne(base, releve, graine, communes) for graine in range(options.utilisateurs)]
    lives = [
        asyncio.create_task(one.live(debut, fin, mot_de_passe if rank % MEMBRE == 0 else ""))
        for rank, one in enumerate(people)
    ]
    await asyncio.sleep(CHAUFFE)
    releve.compte = True
    await asyncio.gather(*lives)
    return releve


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def report(releve: Releve, duree: int) -> bool:
    """Print the table; say whether the site held."""
    every = [one for times in releve.temps.values() for one in times]
    if not every:
        print("Aucune page n’a répondu.", *releve.erreurs[:10], sep="\n")
        return False
    print(f"{'page':<14}{'nombre':>8}{'médiane ms':>12}{'p95 ms':>9}{'max ms':>9}")
    for page, times in [*sorted(releve.temps.items()), ("ensemble", every)]:
        numbers = (statistics.median(times), p95(times), max(times))
        print(f"{page:<14}{len(times):>8}" + "".join(f"{n * 1000:>11.0f}" for n in numbers))
    print(f"{len(every) / duree:.1f} pages par seconde, {len(releve.erreurs)} erreur(s)")
    print(*releve.erreurs[:10], sep="\n")
    return p95(every) < LIMITE and not releve.erreurs


def main() -> int:
    options = read_arguments()
    port = site.free_port()
    with (
        tempfile.TemporaryDirectory(prefix="ancrage-charge-") as folder,
        site.own_database(options.postgresql) as database,
    ):
        env = site.settings_of(Path(folder), database, port)
        if options.depuis:
            site.load_france(env, options.depuis)
        mot_de_passe = site.build_accounts(env)
        with site.serving(env, port) as base:
            releve = asyncio.run(press(base, mot_de_passe, options))
    return 0 if report(releve, options.duree) else 1


if __name__ == "__main__":
    sys.exit(main())
