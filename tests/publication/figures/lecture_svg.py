"""Read back the texts of an SVG with their place, as a reader would see them."""

from dataclasses import dataclass
from xml.etree import ElementTree

from ancrage.publication.figures.chasses import text_width

_NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Texte:
    """One line of text: content, left and right edges, colour."""

    content: str
    left: float
    right: float
    fill: str


def texts(svg: str) -> list[Texte]:
    """Return the texts of the drawing."""
    root = ElementTree.fromstring(svg)
    base = float(root.attrib["font-size"])
    found = []
    for node in root.iter(f"{_NS}text"):
        size = float(node.attrib.get("font-size", base))
        content = node.text or ""
        width = text_width(content, size, node.attrib.get("font-weight") == "600")
        shift = {"start": 0.0, "middle": width / 2, "end": width}
        left = float(node.attrib["x"]) - shift[node.attrib.get("text-anchor", "start")]
        found.append(Texte(content, left, left + width, node.attrib["fill"]))
    return found


def contents(svg: str) -> str:
    """Return every text on one line, with ordinary spaces."""
    joined = " ".join(text.content for text in texts(svg))
    return joined.replace("\u202f", " ").replace("\u00a0", " ")


def count(svg: str, tag: str) -> int:
    """Return how many elements of a kind there are."""
    return sum(1 for _ in ElementTree.fromstring(svg).iter(_NS + tag))
