"""The page on which people sign in."""

from __future__ import annotations

from html import escape

from assistant.web.frame import style


def sign_in_page(to: str, problem: str = "") -> str:
    """The page, leading to the path `to` afterwards."""
    said = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Sign in · Job Spec Assistant</title>'
        f"<style>{style()}</style></head>"
        '<body class="signin"><main><h1>Job Spec Assistant</h1><p class="dim">Sign in to go on.</p>'
        f'{said}<form method="post" action="/sign-in"><input type="hidden" name="to" value="{escape(to)}">'
        '<label>Name <input name="name" autocomplete="username" required autofocus></label>'
        '<label>Password <input name="password" type="password" autocomplete="current-password" required></label>'
        '<button type="submit" class="primary">Sign in</button></form></main></body></html>'
    )
