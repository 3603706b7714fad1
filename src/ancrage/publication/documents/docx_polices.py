"""The font of a DOCX travels inside it, as Word embeds fonts: a computer without it shows it."""

import uuid
from functools import cache
from importlib import resources
from pathlib import Path

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from ancrage.publication.documents.docx_champs import element
from ancrage.publication.documents.docx_styles import POLICE

_FACES = {
    "embedRegular": "SourceSansPro-Regular.ttf",
    "embedBold": "SourceSansPro-Bold.ttf",
    "embedItalic": "SourceSansPro-It.ttf",
}
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_NAMESPACE = uuid.UUID("6b1f4d1e-6a55-5f0c-9c0e-0d5b1c7e2a10")  # keys that never change


def embed_fonts(word: Word) -> None:
    """Add the three faces to the package and name them in its table of fonts."""
    table = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    marks = []
    for rank, (kind, name) in enumerate(_FACES.items(), start=1):
        key, content = _obfuscated(name)
        uri = PackURI(f"/word/fonts/font{rank}.odttf")
        part = Part(uri, _CONTENT_TYPE, content, word.part.package)
        relation = table.relate_to(part, RELATIONSHIP_TYPE.FONT)
        marks.append(f'<w:{kind} r:id="{relation}" w:fontKey="{{{key}}}"/>')
    font = (
        f'<w:font w:name="{POLICE}"><w:altName w:val="Source Sans 3"/><w:charset w:val="00"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{"".join(marks)}</w:font>'
    )
    table._blob = table.blob.replace(b"</w:fonts>", font.encode() + b"</w:fonts>")
    word.settings.element.insert(1, element("w:embedTrueTypeFonts"))


@cache
def _obfuscated(name: str) -> tuple[str, bytes]:
    """Return the key and the font with its first 32 bytes mixed with the key (ECMA-376, 17.8.1)."""
    content = (Path(str(resources.files("font_source_sans_pro"))) / "files" / name).read_bytes()
    key = str(uuid.uuid5(_NAMESPACE, name)).upper()
    mask = bytes.fromhex(key.replace("-", ""))[::-1]
    head = bytes(byte ^ mask[place % 16] for place, byte in enumerate(content[:32]))
    return key, head + content[32:]
