"""Make the fonts of the site: small woff2 subsets of Source Sans 3 and Source Serif 4.

Run by the build (hatch hook below, hence by `make setup` and by the wheel), or by hand. The OFL
reserves the name « Source » for unmodified files: the subsets are renamed « Ancrage ».
"""

from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = Path(__file__).parents[1] / "src/ancrage/plateforme/ui/static/ui/polices"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœŸŠšŽžıƒ")]
SIGNS = [ord(sign) for sign in "\u2009\u202f\u2010\u2011–—‘’‚“”„•…‰‹›€™←↑→↓−≠≤≥≈▲▼●"]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
FONTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "ancrage-sans": ("Ancrage Sans", "fontpkg_source_sans_3", {"wght": (400, 700)}),
    "ancrage-serif": ("Ancrage Serif", "fontpkg_source_serif_4", {"wght": 600, "opsz": 32}),
}


def build(folder: Path = TARGET) -> list[Path]:
    """Write the woff2 files into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_build_one(folder / f"{file}.woff2", *recipe) for file, recipe in FONTS.items()]


def _build_one(target: Path, name: str, package: str, axes: dict[str, Any]) -> Path:
    font = TTFont(_roman(package))
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LATIN, *SIGNS])
    subsetter.subset(font)
    instantiateVariableFont(font, axes, inplace=True)
    _rename(font, name)
    font.flavor = "woff2"
    font.save(target)
    return target


def _roman(package: str) -> Path:
    files = Path(__import__(package).__file__).parent / "files"
    return next(path for path in files.glob("*.ttf") if "Italic" not in path.name)


def _rename(font: TTFont, name: str) -> None:
    """Keep copyright and licence (0, 13, 14), replace every name that says « Source »."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    postscript = name.replace(" ", "")
    for identifier, text in ((1, name), (2, "Regular"), (4, name), (6, postscript)):
        names.setName(text, identifier, 3, 1, 0x409)


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatch calls this before a wheel, editable or not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the fonts, and say that they ship although git ignores them."""
        build()
        build_data["artifacts"].append("src/ancrage/plateforme/ui/static/ui/polices/*.woff2")


if __name__ == "__main__":
    for path in build():
        print(f"{path.name} {path.stat().st_size / 1000:.0f} kB")
