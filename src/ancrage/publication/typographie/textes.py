"""French spaces, quotes and apostrophes in running text, and the check of produced text."""

import re

from ancrage.publication.typographie.nombres import FINE, INSECABLE

_RULES = (
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + INSECABLE),
    (re.compile(r"[ \u00a0\u202f]*»"), INSECABLE + "»"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\betc\.?(?:…|\.\.\.?)"), "etc."),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=[^\s;!?:«(\[])[ \u00a0]*([;!?])(?=[\s»)\]’.,]|$)"), FINE + r"\1"),
    (re.compile(r"(?<=[^\s:«(\[])[ \u00a0]+:(?=\s|$)"), INSECABLE + ":"),
    (re.compile(r"(?<=[^\W\d_]):(?=\s|$)"), INSECABLE + ":"),
    (re.compile(r"(?<=\d)[ \u00a0]*([%€‰])"), FINE + r"\1"),
    (re.compile(r"(?<=[^\s\d])[ \u00a0]([%€‰])"), FINE + r"\1"),
)
_TOUCHED = re.compile(r"[«»'.…;!?:%€‰]")  # every rule needs one of these
_BREACHES = (
    (re.compile(r"[ \t\n][;:!?»]|\d[ \t\n]%|\w[ \t]%"), "espace sécable avant « {} »"),
    (re.compile(r"«[ \t\n]"), "espace sécable après « {} »"),
    (re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])"), "point décimal dans « {} »"),
    (re.compile(r"\w'\w"), "apostrophe droite dans « {} »"),
    (re.compile(r"\.\.\."), "trois points au lieu de « … » : {}"),
)
# What looks like a decimal number and is none: addresses, versions, section numbers, files.
_NOT_PROSE = re.compile(r"https?://\S+|\b[\w-]+\.(?:fr|org|eu|com|csv|xlsx?|zip|toml)\b|v\d[\d.]*")
_HEADING = re.compile(r"^\s*\d+(?:\.\d+)+\.?[ \u00a0\u2003]+(?=[A-ZÀ-ÝŒ«])", re.MULTILINE)
_NAMED_VERSIONS = re.compile(r"(?:Licence Ouverte|version|Méthode|§)[\s\u00a0\u202f]\d[\d.]*")


def texte(raw: str) -> str:
    """Return the text with French spaces, apostrophes and suspension points.

    Idempotent; times (18:30), ratios (1:2) and addresses (https:) are left alone.
    """
    if not _TOUCHED.search(raw):
        return raw
    for pattern, replacement in _RULES:
        raw = pattern.sub(replacement, raw)
    return raw


def enumeration(items: list[str] | tuple[str, ...], conjonction: str = "et") -> str:
    """Return « A », « A et B », « A, B et C »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjonction} {items[-1]}"


def breaches(text: str) -> list[str]:
    """Return the breaches of French typography found in produced text, in French."""
    prose = _HEADING.sub("", _NAMED_VERSIONS.sub("", _NOT_PROSE.sub("", text)))
    found = []
    for pattern, message in _BREACHES:
        for match in pattern.finditer(prose):
            around = prose[max(0, match.start() - 20) : match.end() + 10].replace("\n", " ")
            found.append(f"{message.format(match[0].strip())} (« {around} »)")
    return found
