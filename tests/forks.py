"""Processes that tests start: forked from one that has imported what takes seconds, torch and Gradio among it.

A process has one such server, and what it imports is said once: whoever says it later overrides all others.
"""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
"""How tests start processes."""

FORKS.set_forkserver_preload(
    [
        "corpus.catalogue",
        "index.rows",
        "index.store",
        "index.sync",
        "index.testing",
        "index.vectors",
        "index.onnx_export",
        "assistant.chain",
        "psycopg",
        "sentence_transformers",
        "tests.assistant.web.serving",
    ]
)
