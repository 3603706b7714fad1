"""A figure as one self-contained page: the drawing, its text alternative, its data table."""

from html import escape

from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.rendu import render_svg
from ancrage.publication.figures.themes import feuille_css

_STYLE = """
body { font: 17px/1.5 "Source Sans 3", "Source Sans Pro", sans-serif; margin: 2rem auto;
  max-width: 60rem; padding: 0 1rem; color: #16202A; background: #FFFFFF; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin-top: 1rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #D5DCDA; text-align: left;
  font-variant-numeric: tabular-nums; }
"""


def render_page(figure: Figure) -> str:
    """Return an HTML page in French; no script, no address outside the page."""
    headers, rows = figure.table()
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in headers)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    titre = escape(figure.titre)
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{titre}</title><style>{feuille_css()}{_STYLE}</style></head><body><main>"
        f"<h1>{titre}</h1><p>{escape(figure.texte_alternatif())}</p>"
        f"<figure>{render_svg(figure, format='web')}</figure>"
        f"<table><caption>Données de la figure</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></main></body></html>\n"
    )
