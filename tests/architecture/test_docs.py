"""The documentation tells the truth: links, commands, settings, keys, statuses, sources."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from ancrage.cli.application import app
from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.catalogue.modeles import Source, StatutDiffusion
from ancrage.observatoire.erreurs import CodeSortie
from ancrage.observatoire.moteur import resultats
from ancrage.observatoire.moteur.reglages import Reglages
from ancrage.publication.typographie.mots import STATUTS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
NOT_OURS = {"build", "demo", "dist", "node_modules"}
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(
        part.startswith(".") or part in NOT_OURS for part in path.relative_to(ROOT).parts[:-1]
    )
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.S))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page as forges make them from headings."""
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S)
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


# --- links


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = without_code(page.read_text("utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{name_of(page)} : {link}"
        assert not anchor or anchor in anchors(found), f"{name_of(page)} : {link}"


def test_every_page_of_the_guide_is_reached_from_its_index() -> None:
    docs = ROOT / "docs"
    reached, waiting = set(), [docs / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_relative_to(docs):
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)\s#:]+\.md)", without_code(page.read_text("utf-8")))
        waiting += [(page.parent / link).resolve() for link in links]
    records = set((docs / "adr").glob("*.md"))  # read from ARCHITECTURE.md
    assert set(docs.rglob("*.md")) - reached - records == set()


def test_every_decision_is_numbered_in_a_row() -> None:
    numbers = [path.name[:3] for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == [f"{index:03}" for index in range(len(numbers))]


# --- the command line


def walk(command: object, path: tuple[str, ...] = ("ancrage",)) -> Iterator[tuple[str, object]]:
    if isinstance(command, TyperGroup):
        if command.invoke_without_command and len(path) > 1:
            yield " ".join(path), command  # a group that is a command too: « ancrage demo »
        for name, child in command.commands.items():
            yield from walk(child, (*path, name))
    else:
        yield " ".join(path), command


COMMANDS = dict(walk(get_command(app)))
GROUPS = {path.rpartition(" ")[0] for path in COMMANDS}


def options(command: object) -> set[str]:
    return {
        name
        for parameter in command.params  # type: ignore[attr-defined]
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("-")
    }


def section(path: str) -> str:
    text = (REFERENCE / "ligne-de-commande.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(path)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"docs/reference/ligne-de-commande.md has no section « {path} »"
    return found.group(1)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_its_section_with_its_options(path: str) -> None:
    text = section(path)
    assert [name for name in options(COMMANDS[path]) if f"`{name}`" not in text] == []


def test_no_section_describes_a_command_that_is_gone() -> None:
    text = (REFERENCE / "ligne-de-commande.md").read_text("utf-8")
    assert set(re.findall(r"^## (ancrage .+)$", text, re.M)) == set(COMMANDS)


def printed_commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in re.findall(r"```[a-z]*\n(.*?)```", page.read_text("utf-8"), re.S):
            for line in block.splitlines():
                plain = re.sub(r"^(ANCRAGE_\w+=\S+ )+", "", line).removeprefix(".venv/bin/")
                if plain.startswith("ancrage "):
                    yield name_of(page), plain


@pytest.mark.parametrize(("page", "line"), sorted(set(printed_commands())))
def test_every_printed_command_could_be_typed(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    path = next((p for n in (3, 2) if (p := " ".join(words[:n])) in COMMANDS), None)
    assert path, f"{page} : {line}"
    asked = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert asked <= options(COMMANDS[path]) | {"--help"}, f"{page} : {line}"


def test_every_command_named_in_a_message_exists() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for named in re.findall(r"« ancrage ([a-z-]+)(?: ([a-z-]+))?", path.read_text("utf-8")):
            whole = " ".join(("ancrage", *filter(None, named)))
            known = {whole, f"ancrage {named[0]}"} & set(COMMANDS) or whole in GROUPS
            assert known, f"{name_of(path)} : « {whole} »"


# --- settings, exit codes, statuses, profile, sources


def settings() -> set[str]:
    prefix = Reglages.model_config.get("env_prefix", "")
    found = {f"{prefix}{name}".upper() for name in Reglages.model_fields}
    for folder in ("src", "scripts", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            if path != Path(__file__):
                found |= set(re.findall(r"ANCRAGE_[A-Z][A-Z_]*[A-Z]", path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_setting_is_described(name: str) -> None:
    assert f"| `{name}` |" in (REFERENCE / "variables.md").read_text("utf-8")


@pytest.mark.parametrize("code", CodeSortie, ids=lambda code: code.name)
def test_every_exit_code_is_described(code: CodeSortie) -> None:
    assert f"| {code.value} | `{code.name}` |" in (REFERENCE / "codes-de-sortie.md").read_text()


@pytest.mark.parametrize("statut", StatutDiffusion, ids=str)
def test_every_status_is_described_with_its_word(statut: StatutDiffusion) -> None:
    text = (REFERENCE / "statuts.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"| `{statut.value}` |"))
    if statut not in {StatutDiffusion.VALEUR, StatutDiffusion.EMPRUNTE}:
        assert STATUTS[statut.value] in line


RECORDS = (
    resultats.Comparaison,
    resultats.FichierCite,
    resultats.Geographie,
    resultats.Membre,
    resultats.Position,
    resultats.SourceCitee,
    resultats.TerritoireDecrit,
    resultats.Valeur,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_the_profile_is_described(record: type) -> None:
    text = (REFERENCE / "profil.md").read_text("utf-8")
    assert [f.name for f in fields(record) if f"`{f.name}`" not in text] == []


def test_the_profile_page_describes_the_published_shape() -> None:
    described = resultats.TerritoireDecrit("france", "France", "france", ())
    keys = resultats.Profil(described, 2026, "", "").to_dict()
    text = (REFERENCE / "profil.md").read_text("utf-8")
    assert resultats.SCHEMA_PROFIL in text
    assert [key for key in keys if f"| `{key}` |" not in text] == []


@pytest.mark.parametrize("source", sources().values(), ids=lambda source: source.code)
def test_every_source_stands_in_its_list_with_licence_and_state(source: Source) -> None:
    text = (REFERENCE / "sources.md").read_text("utf-8")
    read, _, awaited = text.partition("## Sources attendues")
    part = awaited if source.attendue else read
    line = next((x for x in part.splitlines() if x.startswith(f"| `{source.code}` |")), "")
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert {source.titre, source.producteur, source.licence} <= set(cells)
    shipped = cells[5] if source.attendue else cells[6]
    assert shipped == ("oui" if source.diffusable else "non")


# --- the changelog


def test_changelog_lines_fit_in_eighty_characters() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert any(line.startswith("- ") for line in lines)
