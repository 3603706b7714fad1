"""Conventions of the platform that no other tool sees."""

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CASCADE, DO_NOTHING, ForeignKey, Model

ROOT = Path(__file__).parents[2]
PLATEFORME = ROOT / "src" / "ancrage" / "plateforme"
WEB = PLATEFORME / "web"
WRITES = {
    "save",
    "save_version",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# The audit itself, and what it does not follow: progress of jobs, the caches of derived figures.
WITHOUT_AUDIT = {
    "journal.services": "it writes the audit",
    "travaux.services": "progress and retries of jobs, kept in the job's own row",
    "comptes.services.effacements": "parts of an erasure, recorded once by it",
    "diagnostics.services.consultations": "who took a file away: a trace, not an act",
    "documents.services.territoires": "files drawn on demand, forgotten when figures change",
    "recherche.services": "the search index, derived from what the other apps hold",
    "rencontres.services.envois": "what was sent, not an act on an object",
    "notifications.services.__init__": "what was told and read, not an act on an object",
    "notifications.services.envois": "what was sent, not an act on an object",
    "notifications.services.visites": "when a person came, not an act on an object",
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("ancrage.plateforme.")]


def label(model: type[Model]) -> str:
    return model._meta.label


# --- models


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_model_is_named_in_lower_case_with_its_plural(model):
    for name in (model._meta.verbose_name, model._meta.verbose_name_plural):
        first = str(name).split()[0]
        assert first == first.lower() or first.isupper(), name


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_field_is_named_in_lower_case(model):
    for field in model._meta.local_fields:
        first = str(field.verbose_name).split()[0]
        assert first == first.lower() or first.isupper(), f"{field.name}: {field.verbose_name}"


def test_every_model_is_in_the_glossary():
    words = set(re.findall(r"`([A-Z]\w+)`", (ROOT / "GLOSSAIRE.md").read_text("utf-8")))
    assert sorted({model.__name__ for model in OURS} - words) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())


def ranks() -> dict[str, int]:
    """Return the height of each app in contract 3: an app refers only to those below it."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:platform-layers"]["layers"].split("\n")
    return {
        name: -height for height, layer in enumerate(layers) for name in re.findall(r"\w+", layer)
    }


def foreign_keys() -> Iterator[tuple[type[Model], ForeignKey]]:
    for model in OURS:
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey):
                yield model, field


KEYS = list(foreign_keys())
key_ids = [f"{label(model)}.{field.name}" for model, field in KEYS]


@pytest.mark.parametrize(("model", "field"), KEYS, ids=key_ids)
def test_a_foreign_key_goes_down(model, field):
    order = ranks()
    here, there = model._meta.app_label, field.related_model._meta.app_label
    assert here == there or order[here] > order[there], f"{here} is not above {there}"


@pytest.mark.parametrize(("model", "field"), KEYS, ids=key_ids)
def test_a_foreign_key_says_what_a_deletion_does(model, field):
    """A file or a person is never deleted under what refers to it."""
    kept = {"fichiers.Fichier", "comptes.Utilisateur"}
    rule = field.remote_field.on_delete
    assert rule is not DO_NOTHING
    if field.related_model._meta.label in kept and rule is CASCADE:
        assert model.__name__ in OWNED_BY_A_PERSON, "a row goes with a person or a file"


# What is nothing without the person: it goes with her.
OWNED_BY_A_PERSON = {"Consentement", "Consultation", "Preference", "Abonnement", "Notification"}
OWNED_BY_A_PERSON |= {"Recapitulatif", "Visite"}


# --- code


def sources(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(PLATEFORME).as_posix()


def calls(node: ast.AST) -> Iterator[str]:
    """Yield the last name of every call: `record`, `objects.create` as `create`."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            target = found.func
            if isinstance(target, ast.Attribute):
                yield target.attr
            elif isinstance(target, ast.Name):
                yield target.id


def writes(node: ast.AST) -> list[int]:
    """Return the lines that write rows: `.save(…)`, `.objects.create(…)`, `rows.update(…)`."""
    lines = []
    for found in ast.walk(node):
        if isinstance(found, ast.Call) and isinstance(found.func, ast.Attribute):
            owner = ast.unparse(found.func.value)
            if found.func.attr in WRITES and not _is_plain_python(found, owner):
                lines.append(found.lineno)
    return lines


def _is_plain_python(call: ast.Call, owner: str) -> bool:
    """Say whether a write-like call is on a dict, a set, a hash, a form or a drawing."""
    if call.func.attr == "update":  # type: ignore[attr-defined]
        return not re.search(r"objects|filter|all\(\)|exclude|\bof\(|querys|_manager", owner)
    if call.func.attr in ("save", "delete"):  # type: ignore[attr-defined]
        return bool(re.search(r"storage|cache|store|image|qrcode|zip|form\b|session", owner))
    return False


def is_service(path: Path) -> bool:
    return path.name == "services.py" or path.parent.name == "services"


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PLATEFORME).with_suffix("").parts)


def functions_of(paths: list[Path]) -> dict[str, list[ast.FunctionDef]]:
    found = defaultdict(list)
    for path in paths:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name].append(node)
    return found


def closure(starts: set[str], graph: dict[str, set[str]]) -> set[str]:
    """Return the functions that reach one of `starts` through calls."""
    reached = set(starts)
    while grown := {name for name, called in graph.items() if called & reached} - reached:
        reached |= grown
    return reached


SERVICES = [path for path in sources(PLATEFORME) if is_service(path)]


KNOWN = functions_of([path for path in SERVICES if module_name(path) not in WITHOUT_AUDIT])
GRAPH = {name: {c for node in nodes for c in calls(node)} for name, nodes in KNOWN.items()}
WRITING = closure({name for name, nodes in KNOWN.items() if any(map(writes, nodes))}, GRAPH)
RECORDING = closure({"record"}, GRAPH)
PARTS = {called for name in RECORDING & set(GRAPH) for called in GRAPH[name]}


@pytest.mark.parametrize("path", SERVICES, ids=name_of)
def test_every_write_leaves_an_audit_row(path):
    """Each public function that writes records it, itself or through those it calls.

    A function without `acteur` may be a part of another, which records the whole.
    """
    if module_name(path) in WITHOUT_AUDIT:
        return
    for name, nodes in functions_of([path]).items():
        if name.startswith("_") or name not in WRITING - RECORDING:
            continue
        part = name in PARTS and "acteur" not in ast.unparse(nodes[0].args)
        assert part, f"{name} writes and leaves no audit row"


@pytest.mark.parametrize("path", SERVICES, ids=name_of)
def test_a_public_write_takes_only_named_arguments(path):
    if module_name(path) in WITHOUT_AUDIT:
        return
    for name, nodes in functions_of([path]).items():
        for node in nodes:
            if not name.startswith("_") and writes(node) and "acteur" in ast.unparse(node.args):
                assert not node.args.args, f"{name}: « acteur » and the rest come after « * »"


def test_rows_are_written_by_services_only():
    allowed = {"modeles.py", "models.py", "execution.py", "ouvrier.py"}
    allowed |= {"donnees.py"}  # what an erasure forgets, recorded once by the erasure
    outside = [
        f"{name_of(path)}:{line}"
        for path in sources(PLATEFORME)
        if not is_service(path)
        and path.name not in allowed
        and not path.name.startswith("demonstration")
        for line in writes(ast.parse(path.read_text("utf-8")))
    ]
    assert outside == []


@pytest.mark.parametrize("path", sources(WEB), ids=name_of)
def test_a_page_reads_through_scoped_querysets(path):
    """The doors: `visibles_par(user)`, what is published, what belongs to a found object (`of`)."""
    text = path.read_text("utf-8")
    found = re.findall(
        r"\.objects\b(?!\.(?:visibles_par|publics|publies|publiees|of)\()[^\n]*", text
    )
    assert found == []


def test_the_sensor_sees_a_write_without_audit():
    """A check that cannot fail is worth nothing: each pattern is seen once, and no dict is."""
    seen = writes(
        ast.parse("a.save()\nX.objects.create(a=1)\nX.objects.filter(b=2).update(a=1)\na.delete()")
    )
    assert seen == [1, 2, 3, 4]
    assert writes(ast.parse("values.update(a=1)\ncache.delete('x')\nform.save()")) == []


# --- templates

# Cotton resolves a variable there, never a filter: `:next="apres.titre|default:''"` gives nothing.
FILTERED = re.compile(r"""\s(:[\w-]+="[^"{]*\|[^"]*")""")


def test_a_dynamic_attribute_has_no_filter():
    found = [
        f"{name_of(path)}: {attribute}"
        for path in sorted(PLATEFORME.rglob("*.html"))
        for attribute in FILTERED.findall(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_sensor_sees_a_filter_in_a_dynamic_attribute():
    assert FILTERED.findall("""<c-ui.pager :next="apres.titre|default:''" />""")
    assert not FILTERED.findall("""<c-ui.pager next="{{ titre|lower }}" :a="b" />""")
