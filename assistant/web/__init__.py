"""The web app: one module a page, over a `Desk` that serves many people from one home."""
