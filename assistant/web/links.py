"""A page whose state is its address, so that what somebody sees can be sent to a colleague."""

from __future__ import annotations

from html import escape

TOLD = """
(html) => {
  const page = new DOMParser().parseFromString(html || '', 'text/html');
  const link = page.querySelector('[data-link]');
  if (link) history.replaceState(history.state, '', link.dataset.link);
  const said = page.querySelector('.count');
  if (said) window.specs.say(said.textContent);
  return [];
}
"""
"""With the HTML of a page's result: its address becomes the browser's, and its `.count` is told to screen readers."""


def linked(link: str, words: str) -> str:
    """The address of a result as a link to copy."""
    return f'<p class="linked"><a data-link="{escape(link)}" href="{escape(link)}">{escape(words)}</a></p>'
