"""What is wrong with the HTML of a page: the parser's own errors, and the links between its parts.

`faults(text)` is empty for a valid page. Not a full validator: it sees what breaks browsers and
assistive technology (nesting, duplicate ids, broken references, headings, unlabelled fields).
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tinyhtml5.parser import HTMLParser

from ancrage.publication.typographie import breaches

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


def faults(text: str) -> list[str]:
    """Return the faults of a whole page or of a fragment, worded for a developer."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(text)
    found = [f"{code} at {position}: {detail}" for position, code, detail in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    found += _ids(elements)
    found += _headings(elements)
    found += _fields(elements)
    if not tree.findtext(".//title"):
        found.append("no title")
    return found


def _ids(elements: list[Any]) -> Iterator[str]:
    counted = Counter(e.get("id") for e in elements if e.get("id") is not None)
    yield from (f"id {name!r} appears {n} times" for name, n in counted.items() if n > 1)
    for element in elements:
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"{element.tag} {attribute}={name!r} leads nowhere"
        href = element.get("href") or ""
        if element.tag == "a" and re.match(r"#.", href) and href[1:] not in counted:
            yield f"link {href!r} leads nowhere"


def _headings(elements: list[Any]) -> Iterator[str]:
    levels = [int(e.tag[1]) for e in elements if re.fullmatch(r"h[1-6]", e.tag)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1 instead of one"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _fields(elements: list[Any]) -> Iterator[str]:
    labelled = {e.get("for") for e in elements if e.tag == "label"}
    inside = {id(child) for e in elements if e.tag == "label" for child in e.iter()}
    for element in elements:
        field = element.tag in ("input", "select", "textarea")
        if not field or element.get("type") in UNLABELLED:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not named and element.get("id") not in labelled and id(element) not in inside:
            yield f"{element.tag} {element.get('name')!r} has no label"


def breaches_of_typography(text: str) -> list[str]:
    """Return the breaches of French typography in what a reader sees (never in what she typed)."""
    tree = HTMLParser(namespace_html_elements=False).parse(text)
    for element in tree.iter():
        if element.tag in TYPED:
            element.text = ""
    leaves = [element for element in tree.iter() if element.tag in READ and _is_leaf(element)]
    blocks = [re.sub(r"[ \n\t]+", " ", "".join(leaf.itertext())) for leaf in leaves]
    return [breach for block in blocks for breach in breaches(block)]


TYPED = ("textarea", "script", "code", "pre")
READ = ("h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "th", "td", "label", "legend", "summary")


def _is_leaf(element: Any) -> bool:
    return not any(child.tag in READ for child in element.iter() if child is not element)
