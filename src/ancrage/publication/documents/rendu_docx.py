"""Documents as DOCX, to be edited: real styles, headings, contents, header rows, alternatives."""

import io
import struct
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Par

from ancrage.publication.documents import blocs as b
from ancrage.publication.documents import docx_champs as champs
from ancrage.publication.documents import docx_styles as styles
from ancrage.publication.documents.docx_cadres import add_cadres
from ancrage.publication.documents.docx_polices import embed_fonts
from ancrage.publication.documents.docx_tableaux import MARQUES, TEINTES, add_tableau
from ancrage.publication.documents.images import draw_png
from ancrage.publication.documents.octets import freeze_zip
from ancrage.publication.documents.rendu_pdf import ETATS
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.typographie import INSECABLE, date_longue

PORTRAIT_MM, PAYSAGE_MM, DEMI_MM = 170, 257, 82
PAGES = (
    f"Pour afficher les numéros de page{INSECABLE}: clic droit sur le sommaire, "
    f"«{INSECABLE}Mettre à jour les champs{INSECABLE}»."
)
Drawing = Figure | b.Illustration


def render_docx(document: b.Document, sommaire: bool = True, *, court: bool = False) -> bytes:
    """Return the document as DOCX; the same document gives the same bytes.

    A note has no contents page (`sommaire`); a letter (`court`) has no cover either: its own
    title heads the text, and its first page bears the foot of the others.
    """
    writer = _Writer(document)
    writer.write(sommaire and not court, court)
    buffer = io.BytesIO()
    writer.word.save(buffer)
    return freeze_zip(buffer.getvalue(), document.date)


class _Writer:
    """Walks the document once; `largeur` is the width of text of the current section."""

    def __init__(self, document: b.Document) -> None:
        self.document = document
        self.word: Word = docx.Document()
        self.largeur = PORTRAIT_MM
        self.style: str | None = None  # that of a box, while inside it
        self.ids: dict[str, str] = {}  # styles by name: a lookup in python-docx costs 0.3 ms
        self._blocs: dict[type, Callable[[Any], None]] = {
            b.Paragraphe: self._paragraphe,
            b.Liste: self._liste,
            b.Tableau: self._tableau,
            b.FigureBloc: self._figure,
            b.Colonnes: self._colonnes,
            b.Encadre: self._encadre,
            b.ChiffresPhares: self._chiffres,
            b.ARemplir: self._a_remplir,
            b.CadresSignature: self._cadres,
            b.Sources: self._sources,
            b.SautDePage: self._saut,
        }

    def write(self, sommaire: bool, court: bool) -> None:
        """Write cover or heading, contents and sections."""
        styles.apply_styles(self.word)
        embed_fonts(self.word)
        self.ids = {style.name: style.style_id for style in self.word.styles}
        self._properties()
        self._page_setup()
        self._cover(court)
        if sommaire:
            self._contents()
        for rank, section in enumerate(self.document.sections):
            self._section(rank, section)
        champs.number_pictures(self.word.element.body)

    def _properties(self) -> None:
        document, core = self.document, self.word.core_properties
        day = datetime(document.date.year, document.date.month, document.date.day)
        core.title = f"{document.titre} – {document.territoire}"
        core.author = core.last_modified_by = document.auteur
        core.subject, core.comments = document.territoire, document.description
        core.keywords, core.language = document.edition, "fr-FR"
        core.created = core.modified = core.last_printed = day
        core.version, core.revision = document.version, 1

    def _page_setup(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(25), Mm(22)
        section.header_distance = section.footer_distance = Mm(11)
        section.different_first_page_header_footer = True
        self._running(section)

    def _running(self, section: Any) -> None:
        """Write head and foot of a section, their right parts at the edge of its text."""
        document = self.document
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        head.text = f"{document.territoire}\t{document.titre} · {document.edition}"
        self._right_tab(head)
        self._foot(section.footer)

    def _foot(self, footer: Any) -> None:
        """Write what every page bears; the first too, where it is no cover."""
        foot = footer.paragraphs[0]
        foot.add_run(f"{self.document.mention}\tpage{INSECABLE}")
        champs.add_field(foot, "PAGE")
        foot.add_run("/")
        champs.add_field(foot, "NUMPAGES")
        self._right_tab(foot)

    def _right_tab(self, paragraph: Par) -> None:
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.largeur), WD_TAB_ALIGNMENT.RIGHT)

    def _cover(self, court: bool) -> None:
        document = self.document
        names = (document.titre, document.territoire)
        above, title = reversed(names) if court else names
        self._par("Subtitle", above)
        self._par("Title", title)
        self._par("Chapeau", document.sous_titre)
        if court:
            self._foot(self.word.sections[0].first_page_footer)
        cover = document.couverture
        if cover.carte:
            self._picture(self._par("Figure"), cover.carte, 150, tallest=100)
            self._par("Note", " ".join([cover.carte.sous_titre, *b.figure_foot(cover.carte)]))
        if cover.chiffres:
            self._chiffres(b.ChiffresPhares(cover.chiffres))
        day = date_longue(document.date)
        self._par(
            "Note",
            f"{document.auteur} · {document.edition} · version {document.version} · {day} · "
            f"{ETATS[document.etat]}",
        )
        if cover.mention:
            self._par("Note").add_run(cover.mention).bold = True

    def _contents(self) -> None:
        heading = self._par("TOC Heading", "Sommaire")
        heading.paragraph_format.page_break_before = True
        kept = [(r, s) for r, s in enumerate(self.document.sections) if s.niveau <= 2]
        lines = [self._par(f"TOC {section.niveau}") for _, section in kept]
        lines.append(self._par("Note", PAGES))
        champs.add_contents(lines, [(_heading(s), _bookmark(r)) for r, s in kept])

    def _section(self, rank: int, section: b.Section) -> None:
        wide = section.paysage
        turned = wide != (self.largeur == PAYSAGE_MM)
        if turned:
            self._turn(wide)
        heading = self._par(f"Heading {section.niveau}", _heading(section))
        if section.nouvelle_page and not section.souple and not turned:
            heading.paragraph_format.page_break_before = True
        elif section.souple:
            heading.paragraph_format.space_before = Pt(32)
        champs.add_bookmark(heading, _bookmark(rank), rank)
        for bloc in section.blocs:
            self._bloc(bloc)

    def _turn(self, wide: bool) -> None:
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        width, height = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (height, width) if wide else (width, height)
        section.different_first_page_header_footer = False
        self.largeur = PAYSAGE_MM if wide else PORTRAIT_MM
        self._running(section)

    def _bloc(self, bloc: b.Bloc) -> None:
        self._blocs[type(bloc)](bloc)

    def _par(self, style: str, text: str = "") -> Par:
        paragraph = self.word.add_paragraph(text)
        paragraph._p.style = self.ids[style]
        return paragraph

    def _paragraphe(self, bloc: b.Paragraphe) -> None:
        names = {
            "corps": "Normal",
            "chapeau": "Chapeau",
            "intertitre": "Intertitre",
            "note": "Note",
        }
        _runs(self._par(self.style or names[bloc.style]), bloc.morceaux)

    def _liste(self, bloc: b.Liste) -> None:
        """Write real bullets; where verdicts are marked, the mark is the bullet."""
        plain = not self.style and not any(point.verdict for point in bloc.points)
        for point in bloc.points:
            if plain:
                paragraph = self._par("List Number" if bloc.numerotee else "List Bullet")
            else:
                paragraph = self._par("Constat encadré" if self.style else "Constat")
                _mark(paragraph, point.verdict, point.ton, empty="–")
            _runs(paragraph, point.morceaux)

    def _tableau(self, bloc: b.Tableau) -> None:
        if not bloc.imprime:
            return
        self._par("Caption", bloc.titre)
        name = "Texte de tableau dense" if bloc.dense else "Texte de tableau"
        add_tableau(self.word, bloc, self.ids[name], self.largeur)
        for line in (bloc.note, bloc.source):
            if line:
                self._par("Note", line)
        if not bloc.note and not bloc.source:
            self._par("Espace")

    def _figure(self, bloc: b.FigureBloc) -> None:
        figure = bloc.figure
        self._par("Caption", figure.titre)
        if figure.sous_titre:
            self._par("Sous-titre de figure", figure.sous_titre)
        full = bloc.format == "page"
        line = self._par("Figure")
        self._picture(line, figure, PORTRAIT_MM if full else DEMI_MM, bloc.format)
        foot = b.figure_foot(figure)
        line.paragraph_format.keep_with_next = bool(foot)
        for text in foot:
            self._par("Note", text)

    def _colonnes(self, bloc: b.Colonnes) -> None:
        """Put small figures side by side on one line; anything else follows."""
        figures = [part for part in bloc.blocs if isinstance(part, b.FigureBloc)]
        if len(figures) != len(bloc.blocs):
            for part in bloc.blocs:
                self._bloc(part)
            return
        table = self.word.add_table(1, 2)  # a line of two pictures: some writers drop the second
        for box, part in zip(table._tbl.tr_lst[0].tc_lst, figures, strict=False):
            line = Par(box.p_lst[0], table)
            line._p.style = self.ids["Figure"]
            self._picture(line, part.figure, DEMI_MM, "demi", True)
            line.paragraph_format.keep_with_next = False
        champs.keep_rows_whole(table)

    def _picture(
        self,
        line: Par,
        figure: Drawing,
        width: float,
        format: str = "page",
        cadre: bool = False,
        tallest: float = 200,
    ) -> None:
        run = line.add_run()
        png = draw_png(figure, format, cadre=cadre)
        across, down = struct.unpack(">II", png[16:24])
        run.add_picture(io.BytesIO(png), width=Mm(min(width, tallest * across / down)))
        champs.describe_picture(run, figure.titre, figure.texte_alternatif())

    def _encadre(self, bloc: b.Encadre) -> None:
        colours = {"attention": styles.ATTENTION, "attente": styles.MUET}
        title = self._par("Encadré").add_run(bloc.titre)
        title.bold = True
        title.font.color.rgb = RGBColor.from_string(colours.get(bloc.ton, styles.ACCENT))
        self.style = "Encadré"
        for part in bloc.blocs:
            self._bloc(part)
        self.style = None
        self._par("Espace")

    def _chiffres(self, bloc: b.ChiffresPhares) -> None:
        if not bloc.chiffres:
            return
        columns = min(3, len(bloc.chiffres))
        rows = -(-len(bloc.chiffres) // columns)
        table = self.word.add_table(rows, columns)
        for rank, key in enumerate(bloc.chiffres):
            self._key_figure(table.cell(rank // columns, rank % columns), key)
        champs.keep_rows_whole(table)
        self._par("Espace")

    def _key_figure(self, cell: Any, key: b.ChiffrePhare) -> None:
        def line() -> Par:
            paragraph = cell.add_paragraph()
            paragraph._p.style = self.ids["Texte de tableau"]
            return paragraph

        label = cell.paragraphs[0]
        label._p.style = self.ids["Texte de tableau"]
        label.add_run(key.libelle).bold = True
        value = line()
        number = value.add_run(key.valeur)
        number.font.size, number.bold = Pt(20), True
        number.font.color.rgb = RGBColor.from_string(styles.ACCENT)
        if key.unite:
            value.add_run(" " + key.unite)
        if key.comparaison:
            compared = line()
            _mark(compared, key.verdict, None)
            compared.add_run(key.comparaison)
        if key.mention:
            small = line().add_run(key.mention)
            small.font.size = Pt(7.5)
            small.font.color.rgb = RGBColor.from_string(styles.MUET)

    def _a_remplir(self, bloc: b.ARemplir) -> None:
        title, expected = self._par("À compléter"), self._par("À compléter", bloc.attendu)
        title.add_run(bloc.titre).bold = True
        for line in (title, expected):
            line.paragraph_format.keep_with_next = True
        last = self._par("À compléter").add_run(f"À rédiger par{INSECABLE}: {bloc.redacteur}")
        last.font.color.rgb = RGBColor.from_string(styles.MUET)
        self._par("Espace")

    def _cadres(self, bloc: b.CadresSignature) -> None:
        add_cadres(self.word, bloc, self.ids["Texte de tableau"])
        self._par("Espace")

    def _sources(self, bloc: b.Sources) -> None:
        for entry in bloc.entrees:
            self._par("Intertitre", f"[{entry.numero}] {entry.titre}")
            self._par(
                "Note",
                f"{entry.producteur} · millésime {entry.millesime} · {entry.licence} · "
                f"code {entry.code}",
            )
            for item in entry.fichiers:
                self._par("Note", f"{item.nom} – SHA-256 {item.sha256}")

    def _saut(self, _: b.SautDePage) -> None:
        self._par("Normal").add_run().add_break(WD_BREAK.PAGE)


def _heading(section: b.Section) -> str:
    return f"{section.numero}{INSECABLE * 2}{section.titre}" if section.numero else section.titre


def _bookmark(rank: int) -> str:
    return f"_Toc{rank + 100000000}"


def _runs(paragraph: Par, pieces: Sequence[b.Morceau]) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.texte)
        if piece.gras:
            run.bold = True
        if piece.italique:
            run.italic = True
        if piece.barre:
            run.font.strike = True


def _mark(paragraph: Par, verdict: str | None, ton: str | None, empty: str = "") -> None:
    """Write the mark of a verdict; as the bullet of a list item (`empty` given), then a tab."""
    mark = MARQUES.get(verdict or "", empty)
    if mark:
        run = paragraph.add_run(mark + ("\t" if empty else INSECABLE))
        run.font.color.rgb = RGBColor.from_string(TEINTES.get(ton or "", styles.MUET))
