"""Triggers that hold an invariant in the database itself, written once for both vendors."""

from collections.abc import Mapping
from typing import Any

from django.db import migrations
from django.db.migrations.state import StateApps


class Declencheur(migrations.RunPython):
    """Writes SQL only: asked for no models, Django builds none (half the time of a first start)."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Write the triggers."""
        self.code(StateApps([], {}), schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop them."""
        if self.reverse_code is not None:
            self.reverse_code(StateApps([], {}), schema_editor)


def forbid(table: str, *, acts: Mapping[str, str], message: str) -> Any:
    """Return the migration operation that refuses some acts on the rows of `table`.

    `acts` maps an act (« INSERT », « UPDATE », « UPDATE OF a, b », « DELETE ») to the SQL
    condition on OLD and NEW under which it is refused (« TRUE »: always). A refused act fails
    with `message`, as an IntegrityError, on SQLite and on PostgreSQL alike.
    """
    text = message.replace("'", "''")

    def create(_apps: Any, schema_editor: Any) -> None:
        write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
        for act, condition in acts.items():
            for statement in write(table, act, condition, text):
                schema_editor.execute(statement)

    def drop(_apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        for act in acts:
            name = _name(table, act)
            schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
            if not sqlite:
                schema_editor.execute(f"DROP FUNCTION {name}()")

    return Declencheur(create, drop, elidable=False)


def forbid_changes(table: str, *, message: str, columns: tuple[str, ...] = ()) -> Any:
    """Return the operation that makes `table` append-only (in those columns, or in all)."""
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return forbid(table, acts={update: "TRUE", "DELETE": "TRUE"}, message=message)


def after_insert(table: str, *, statement: str) -> Any:
    """Return the operation that runs `statement`, on NEW, after each row inserted in `table`.

    For a column that must say what the rows of `table` say, whatever the code does.
    """
    name = f"{table}_after_insert"

    def create(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {statement}; END"
            )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"{statement}; RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    def drop(_apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")

    return Declencheur(create, drop, elidable=False)


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.split()[0].lower()}"


def _sqlite(table: str, act: str, condition: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgresql(table: str, act: str, condition: str, message: str) -> list[str]:
    name, row = _name(table, act), "OLD" if act == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; "
        f"END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
