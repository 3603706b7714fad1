"""What simulated people do: a mixed journey, one page after another, one to three seconds apart."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field

import httpx

PENSEE = (1.0, 3.0)
DIMENSIONS = (
    "population-et-conditions-sociales",
    "etat-de-sante",
    "sante-environnement",
    "offre-et-acces-aux-soins-medico-social",
)
INDICATEURS = ("S05", "S01", "M01", "D05", "O02")
VILLES = ("orleans", "bourges", "saint etienne", "brest", "pithiviers", "nimes", "cherbourg")
# One person in five works there every day: she signs in and reads her own pages too. Each has an
# account of her own: many sign-ins at once to one account are refused as an attack.
MEMBRE = 5
COMPTES = (
    "elu", "agent_collectivite", "coordonnateur", "animateur_atelier", "pilote_action",
    "prefecture", "signataire_autre", "partenaire", "evaluateur",
)  # fmt: skip


@dataclass
class Releve:
    """The times of the answers of each kind of page, in seconds, and what went wrong."""

    temps: dict[str, list[float]] = field(default_factory=dict)
    erreurs: list[str] = field(default_factory=list)
    compte: bool = False

    def note(self, page: str, duration: float, wrong: str = "") -> None:
        """Keep one answer, once the warm-up is over."""
        if wrong:
            self.erreurs.append(f"{page} : {wrong}")
        elif self.compte:
            self.temps.setdefault(page, []).append(duration)


class Personne:
    """One simulated person, with her cookies, her territory and her own habits."""

    def __init__(self, base: str, releve: Releve, graine: int, communes: list[str]) -> None:
        self.rng = random.Random(graine)
        self.compte = COMPTES[graine // MEMBRE % len(COMPTES)]
        self.releve, self.communes = releve, communes
        # Fifty people are not one: each comes from an address of her own, as the API counts them.
        here = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{graine % 250 + 1}")
        self.client = httpx.AsyncClient(
            base_url=base, timeout=30, follow_redirects=True, transport=here
        )

    async def live(self, debut: float, fin: float, mot_de_passe: str) -> None:
        """Come within the warm-up, anywhere in a visit, and browse until the end.

        People who all came at once would open the same page together for a minute.
        """
        async with self.client:
            await asyncio.sleep(self.rng.uniform(0, debut - time.monotonic()))
            signed = bool(mot_de_passe) and await self.sign_in(mot_de_passe)
            visit = self.journey(signed)
            visit = visit[self.rng.randrange(len(visit)) :]
            while time.monotonic() < fin:
                for page, address in visit:
                    await self.get(page, address)
                    await asyncio.sleep(self.rng.uniform(*PENSEE))
                    if time.monotonic() >= fin:
                        return
                visit = self.journey(signed)

    async def sign_in(self, mot_de_passe: str) -> bool:
        """Sign in to an account of the demonstration that asks for no second factor."""
        form = (await self.client.get("/compte/connexion/")).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        data = {"login": f"{self.compte}@demo.example", "password": mot_de_passe}
        data["csrfmiddlewaretoken"] = token[1] if token else ""
        answer = await self.client.post("/compte/connexion/", data=data)
        if "account_login" in answer.text or answer.url.path == "/compte/connexion/":
            self.releve.note("connexion", 0, f"{answer.status_code} {answer.url}")
        return True

    async def get(self, page: str, address: str) -> None:
        """Open one page and note its time."""
        start = time.perf_counter()
        try:
            answer = await self.client.get(address)
        except httpx.HTTPError as error:
            self.releve.note(page, 0, f"{address} {error!r}")
            return
        wrong = "" if answer.status_code == 200 else f"{address} {answer.status_code}"
        self.releve.note(page, time.perf_counter() - start, wrong)

    def journey(self, signed: bool) -> list[tuple[str, str]]:
        """Return the pages of one visit: a territory of France, then what is read of it."""
        code = "commune:" + self.rng.choice(self.communes)
        other = "commune:" + self.rng.choice(self.communes)
        area, indicator = f"/territoires/{code}/", self.rng.choice(INDICATEURS)
        pages = [
            ("accueil", "/"),
            ("recherche", f"/territoires/?q={self.rng.choice(VILLES)}"),
            ("territoire", area),
            ("dimension", f"{area}{self.rng.choice(DIMENSIONS)}/"),
            ("dimension", f"{area}{self.rng.choice(DIMENSIONS)}/"),
            ("indicateurs", "/indicateurs/?q=sante"),
            ("indicateur", f"/indicateurs/{indicator}/"),
            ("comparaison", f"/comparer/?a={code}&b={other}"),
            ("fichier", f"{area}profil.csv"),
            ("api", f"/api/v1/territoires/{code}"),
        ]
        if signed:
            pages += [("compte", "/compte/"), ("annuaire", "/compte/annuaire/")]
        return pages
