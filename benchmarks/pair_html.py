"""The same content as HTML for WeasyPrint, from the records and SVG that Typst receives."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from ancrage.publication.documents.chiffres_cles.carte import draw_map
from ancrage.publication.documents.donnees_gabarit import to_plain

_FACES = (
    ("Source Sans 3", "fontpkg_source_sans_3"),
    ("Source Serif 4", "fontpkg_source_serif_4"),
    ("Source Sans Pro", "font_source_sans_pro"),
)
_STYLE = """
@page { size: A4; margin: 27mm 20mm 24mm; @bottom-right { content: counter(page) } }
@page large { size: A4 landscape }
body { font: 10.5pt/1.35 "Source Sans 3"; color: #16202A }
h1, h2 { font-family: "Source Serif 4"; font-weight: 600 }
h1 { font-size: 21pt; break-before: page } h2 { font-size: 14.5pt } h3 { font-size: 11.5pt }
table { border-collapse: collapse; width: 100%; font-size: 9pt } table.dense { font-size: 8pt }
th, td { padding: 3pt 4pt; border-bottom: .4pt solid #C9D5D2; vertical-align: top }
tr, figure { break-inside: avoid } svg, figure img { width: 100% } figure { margin: 0 0 4mm }
aside { background: #F4F7F6; padding: 3.5mm; border-left: 2.5pt solid #0B5E63 }
.paysage { page: large } .colonnes { display: flex; gap: 6mm } .colonnes > * { flex: 1 }
.petit, small { font-size: 8.5pt; color: #51606B }
"""


@cache
def _fonts() -> tuple[str, Any]:
    from weasyprint.text.fonts import FontConfiguration

    rules = []
    for family, package in _FACES:
        folder = Path(str(resources.files(package))) / "files"
        for path in sorted([*folder.glob("*.ttf"), *folder.glob("*.otf")]):
            if path.stem.endswith(("-Regular", "-Bold", "-Semibold", "-It")):
                weight = 700 if "Bold" in path.stem else 600 if "Semibold" in path.stem else 400
                slant = "italic" if path.stem.endswith("-It") else "normal"
                rules.append(
                    f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
                    f"font-style: {slant}; src: url({path.as_uri()}) }}"
                )
    return "\n".join(rules), FontConfiguration()


def print_html(body: str) -> bytes:
    """Return the page as tagged PDF, fonts loaded once."""
    from weasyprint import CSS, HTML

    rules, fonts = _fonts()
    sheet = CSS(string=rules + _STYLE, font_config=fonts)
    page = f'<html lang="fr"><head><title>Document</title></head><body>{body}</body></html>'
    pdf = HTML(string=page).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    assert pdf is not None
    return pdf


def diagnostic_html(document: Any) -> str:
    """Return the DLS: cover, then every section, from the same plain data as the template."""
    plain = to_plain(document)
    cover = plain["couverture"]
    parts = [f"<h1>{escape(plain['territoire'])}</h1><p>{escape(plain['sous_titre'])}</p>"]
    if cover["carte"]:
        parts.append(_drawing(cover["carte"]))
    parts += [_key_figure(item) for item in cover["chiffres"]]
    for section in plain["sections"]:
        level = section["niveau"]
        wide = ' class="paysage"' if section["paysage"] else ""
        title = f"{section['numero']} {section['titre']}".strip()
        body = "".join(map(_bloc, section["blocs"]))
        parts.append(f"<section{wide}><h{level}>{escape(title)}</h{level}>{body}</section>")
    return "".join(parts)


def _bloc(bloc: dict[str, Any]) -> str:
    match bloc["type"]:
        case "paragraphe":
            return f"<p>{_pieces(bloc['morceaux'])}</p>"
        case "liste":
            items = "".join(f"<li>{_pieces(p['morceaux'])}</li>" for p in bloc["points"])
            return f"<ul>{items}</ul>"
        case "tableau":
            return _table(bloc)
        case "figurebloc":
            return _drawing(bloc)
        case "colonnes":
            return f'<div class="colonnes">{"".join(map(_bloc, bloc["blocs"]))}</div>'
        case "encadre":
            inside = "".join(map(_bloc, bloc["blocs"]))
            return f"<aside><b>{escape(bloc['titre'])}</b>{inside}</aside>"
        case "chiffresphares":
            return "".join(map(_key_figure, bloc["chiffres"]))
        case "aremplir":
            return f"<aside><b>{escape(bloc['titre'])}</b><p>{escape(bloc['attendu'])}</p></aside>"
        case "sources":
            return "".join(f"<p>{_texts(entry)}</p>" for entry in bloc["entrees"])
    return ""


def _pieces(pieces: Iterable[dict[str, Any]]) -> str:
    return "".join(
        f"<b>{escape(p['texte'])}</b>" if p["gras"] else escape(p["texte"]) for p in pieces
    )


def _table(bloc: dict[str, Any]) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in bloc["entetes"])
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in bloc["lignes"])
    kind = ' class="dense"' if bloc["dense"] else ""
    foot = "".join(f'<p class="petit">{escape(bloc[k])}</p>' for k in ("note", "source") if bloc[k])
    caption = f"<caption>{escape(bloc['titre'])}</caption>"
    return f"<table{kind}>{caption}<thead><tr>{heads}</tr></thead>{rows}</table>{foot}"


def _cell(cell: dict[str, Any]) -> str:
    text = escape(cell["texte"])
    if cell["gras"]:
        text = f"<b>{text}</b>"
    small = f"<br><small>{escape(cell['precision'])}</small>" if cell["precision"] else ""
    return f"<td>{text}{small}</td>"


def _drawing(figure: dict[str, Any]) -> str:
    foot = "".join(f'<p class="petit">{escape(line)}</p>' for line in figure["pied"])
    return (
        f"<figure><figcaption>{escape(figure['titre'])}</figcaption>{figure['svg']}{foot}</figure>"
    )


def _key_figure(item: dict[str, Any]) -> str:
    value = f"{item['valeur']} {item['unite']}"
    return f"<p><b>{escape(item['libelle'])}</b><br>{escape(value)}</p>"


def pages_html(document: Any, carte: Any) -> str:
    """Return the eight pages: the texts of every fiche, its lines drawn as SVG, and the map."""
    plain = asdict(document)
    parts = [f"<h1>{escape(plain['territoire'])}</h1>", draw_map(carte) if carte else ""]
    parts += [f"<p>{_texts(item)}</p>" for item in plain["chiffres"]]
    for page in plain["pages"]:
        parts.append(f"<h1>{escape(page['titre'])}</h1>")
        parts += [f"<p>{_texts(item)}</p>" for item in page["messages"]]
        parts += [_fiche(fiche) for fiche in page["fiches"]]
        parts += [f'<p class="petit">{_texts(item)}</p>' for item in page["attendus"]]
    parts.append(f"<h1>{escape(plain['evolution']['titre'])}</h1>{_texts(plain['evolution'])}")
    return "".join(parts)


def _fiche(fiche: dict[str, Any]) -> str:
    drawn = "".join(_trace(c["trace"]) for c in fiche["chiffres"] if c["trace"])
    drawn += _serie(fiche["serie"]) if fiche["serie"] else ""
    return f'<section class="petit"><p>{_texts(fiche)}</p>{drawn}</section>'


def _texts(record: Any) -> str:
    """Return every text of a record, in its order."""
    if isinstance(record, str):
        return escape(record) + " "
    if isinstance(record, dict):
        return "".join(_texts(value) for key, value in record.items() if key != "alternative")
    if isinstance(record, list | tuple):
        return "".join(map(_texts, record))
    return ""


def _trace(trace: dict[str, Any]) -> str:
    marks = [f'<circle cx="{100 * x}" cy="6" r="1.5"/>' for x in (trace["x"],) if x is not None]
    if trace["lower"] is not None and trace["upper"] is not None:
        marks.append(
            f'<path d="M{100 * trace["lower"]} 6H{100 * trace["upper"]}" stroke="#0B5E63"/>'
        )
    marks += [f'<path d="M{100 * r["x"]} 3v6" stroke="#51606B"/>' for r in trace["reperes"]]
    return f'<svg viewBox="0 0 100 12" height="8mm">{"".join(marks)}</svg>'


def _serie(serie: dict[str, Any]) -> str:
    points = " ".join(f"{100 * p['x']},{20 - 20 * p['y']}" for p in serie["points"])
    line = f'<polyline points="{points}" fill="none" stroke="#0B5E63"/>'
    return f'<svg viewBox="0 0 100 20" height="12mm">{line}</svg>'
