"""The doors of a published edition, read back as its readers would."""

from typing import Any

import lxml.html

from ancrage.publication.documents.dls.contexte import CHAPITRES
from tests.plateforme import portes
from tests.plateforme.portes import Brute, Cle
from tests.portes.gestes import Atelier
from tests.portes.lecture import text_of

ANNEXES = 14


class EditionLue:
    """Every door of an edition, each asked once: numbers, prints, the figures of its chapters."""

    def __init__(self, atelier: Atelier, slug: str, numero: int, chapitre: int) -> None:
        self.atelier, self.public = atelier, f"/diagnostics/{slug}/editions/{numero}/"
        self.page = lxml.html.fromstring(self._get("").decode())
        self.chapitre = lxml.html.fromstring(self._get(f"chapitres/{chapitre}/").decode())
        assert chapitre in CHAPITRES
        profil = f"/api/v1/diagnostics/{slug}/editions/{numero}/profil"
        self.brutes: dict[str, dict[Cle, Brute]] = {
            name: read(self._get(f"donnees.{name}")) for name, read in portes.BRUTES.items()
        } | {
            "api": portes.read_json(atelier.read(profil)),
            "api csv": portes.read_csv(atelier.read(profil, format="csv")),
        }
        self.ecrites: dict[str, Any] = {
            "page": portes.read_page(self._get(f"chapitres/{ANNEXES}/")),
            "docx": portes.read_docx(self._get("document.docx")),
            "pdf": portes.PagePdf(self._get("document.pdf")),
        }

    def _get(self, chemin: str) -> bytes:
        return self.atelier.read(self.public + chemin)

    def check(self, cles: list[Cle]) -> None:
        """Check that every door says the same of these figures."""
        assert portes.check_equal(cles, self.brutes, self.ecrites) == len(cles)

    def brute(self, cle: Cle) -> Brute:
        """Return what the files hold of a figure."""
        return self.brutes["json"][cle]

    def printed(self, cle: Cle) -> str:
        """Return what the data table of the page prints of a figure."""
        return str(self.ecrites["page"][cle])

    def figures(self, libelle: str) -> list[tuple[str, str]]:
        """Return the text alternative and the table of each figure that tells of an indicator."""
        found = []
        for figure in self.chapitre.xpath("//figure"):
            label = " ".join(figure.xpath(".//svg/@aria-label"))
            table = " ".join(text_of(one) for one in figure.xpath(".//table"))
            if libelle in table:
                found.append((" ".join(label.split()), table))
        return found

    @property
    def text(self) -> str:
        """Return what the page of the edition says."""
        return text_of(self.page.xpath("//main")[0])

    @property
    def chapter_text(self) -> str:
        """Return what the page of the chapter says, figures and tables included."""
        return text_of(self.chapitre.xpath("//main")[0])
