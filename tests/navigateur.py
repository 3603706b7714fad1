"""Fixtures of the tests that open pages in Chromium, imported once, by tests/conftest.py:
declared twice, the browser would start twice in one process, which Playwright refuses.

`ouvrir(chemin, largeur=1280, theme="light")` gives a Playwright page of the live server; `avant`
receives it before it goes there (to listen, or to set a cookie).
A console error, a blocked resource or a page error fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# A sample of a form shows a wrong date on purpose, and Chromium says so.
# A form refused is a page that says why (422), and Chromium says that it was.
# An expired invitation is a page of its own (410), and Chromium says that too.
# A draft may be refused (a colleague types too) or lost (no connection): the page says what to do.
EXPECTED = (
    "/brouillon/",
    "status of 410",
    "status of 422",
    "cannot be parsed, or is out of range",
    "does not conform to the required format",
)


@pytest.fixture(scope="session", autouse=True)
def _flush_frozen_tables() -> Iterator[None]:
    """Let Django empty the tables after a test of the live server: on SQLite it deletes rows,
    which the triggers of frozen tables refuse. They are dropped, then made again.
    """
    plain = DatabaseOperations.sql_flush

    def flush(self: Any, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drop, *plain(self, *args, **options), *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flush)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once; without it, skip here and fail in CI (scripts/install_test_tools.sh)."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        message = "Chromium absent : lancez « make outils » (apt-get install chromium)."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def ouvrir(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Return the function that opens an address; check at the end that nothing went wrong."""
    contexts, wrong = [], []

    def open_page(
        chemin: str,
        largeur: int = 1280,
        theme: Any = "light",
        avant: Callable[[Page], object] | None = None,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": largeur, "height": 900},
            color_scheme=theme,
            locale="fr-FR",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.extend(_errors(message)))
        if avant:
            avant(page)
        page.goto(live_server.url + chemin, wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == [], wrong


def _errors(message: Any) -> list[str]:
    wrong = message.type == "error" or "Content Security Policy" in message.text
    told = f"{message.text} {message.location.get('url', '')}"
    return [told] if wrong and not any(text in told for text in EXPECTED) else []
