"""Asking on the Ask page as a person does, for tests in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def open_ask(page: Page, url: str, path: str = "/?class=3039MP") -> None:
    """Open the page, about a class."""
    page.goto(url + path)
    page.wait_for_selector("#log .empty, #log [data-answered]")


def send(page: Page, said: str) -> None:
    """Ask without waiting for anything."""
    page.get_by_label("Your question").fill(said)
    page.get_by_label("Your question").press("Enter")


def ask(page: Page, said: str) -> None:
    """Ask and wait for the answer."""
    asked = page.locator("#log [data-answered]").count()
    send(page, said)
    expect(page.locator("#log [data-answered]:not([data-working])")).to_have_count(asked + 1)
