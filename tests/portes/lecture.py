"""The doors of a territory on the site, read back as their readers would."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
from django.urls import reverse

from ancrage.plateforme.travaux.ouvrier import drain
from ancrage.plateforme.web.observatoire.presentation import DIMENSIONS
from tests.plateforme.portes import BRUTES, Brute, Cle, read_csv, read_docx, read_json
from tests.preuve.portes import read_pdf

Couple = tuple[str, str]  # indicator, sex


class Territoire:
    """Every door of one territory: each asked once, with the site's own addresses."""

    def __init__(self, client: Any, code: str) -> None:
        self.client, self.code = client, code
        self.brutes = {name: read(self._profil(name)) for name, read in BRUTES.items()}
        api = f"/api/v1/territoires/{code}/profil"
        self.brutes["api"] = read_json(client.get(api).content)
        self.brutes["api csv"] = read_csv(client.get(api, {"format": "csv"}).content)
        self.docx = read_docx(self._document("docx"))
        self.pdf = pdf_of(self._document("pdf"))
        self.tableau = self._read_dimensions()

    def _profil(self, format: str) -> bytes:
        url = reverse("observatoire:telecharger", args=[self.code, format])
        return bytes(self.client.get(url).content)

    def _document(self, format: str) -> bytes:
        url = reverse("observatoire:document", args=[self.code, format])
        answer = self.client.get(url)
        if answer.status_code == 302:  # asked for: a job draws it
            drain()
            answer = self.client.get(url)
        return b"".join(answer.streaming_content)

    def _read_dimensions(self) -> dict[Couple, str]:
        """Return what the tables of the dimensions print, by indicator and sex."""
        found = {}
        for slug in DIMENSIONS:
            url = reverse("observatoire:dimension", args=[self.code, slug])
            for row in tree(self.client.get(url)).xpath("//section[@id='valeurs']//tbody/tr"):
                address = urlsplit(row.xpath("./th/a/@href")[0])
                code = address.path.rstrip("/").rpartition("/")[2]
                sexe = parse_qs(address.query).get("sexe", ["ensemble"])[0]
                found[code, sexe] = text_of(row.xpath("./td[1]")[0])
        return found

    def page(self, code: str, sexe: str) -> "Page":
        """Return the page of a value."""
        url = reverse("observatoire:valeur", args=[self.code, code])
        return Page(self.client.get(url, {"sexe": sexe}))

    def missing(self) -> dict[str, Brute]:
        """Return the indicators without any figure, as the CSV tells them."""
        frame = self.client.get(f"/api/v1/territoires/{self.code}/profil").json()
        rows = [row for row in frame["indicateurs"] if not row["periode"]]
        return {row["code"]: (row["value"], row["status"]) for row in rows}


class Page:
    """The page of a value: its line, and the figures with their text alternative and table."""

    def __init__(self, response: Any) -> None:
        self.status = response.status_code
        self.arbre = tree(response)

    @property
    def ligne(self) -> str:
        """Return what is printed of the territory itself."""
        return text_of(self.arbre.xpath("//tr[contains(@class, 'ici')]/td[1]")[0])

    def figure(self, titre: str) -> tuple[str, str] | None:
        """Return the text alternative and the table of a figure, or None."""
        for figure in self.arbre.xpath("//figure"):
            if titre in text_of(figure.xpath(".//*[contains(@class, 'ui-figure__titre')]")[0]):
                label = figure.xpath(".//svg/@aria-label")[0]
                return " ".join(label.split()), text_of(figure.xpath(".//table")[0])
        return None


def pdf_of(content: bytes) -> dict[Cle, str]:
    """Return what the annex of a PDF prints, from the text of its pages."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(content)
        read = read_pdf(Path(file.name))
    return {(code, sexe, periode): text for (code, periode, sexe), text in read.items()}


def tree(response: Any) -> Any:
    return lxml.html.fromstring(response.content.decode())


def text_of(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
