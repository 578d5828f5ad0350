"""What a specification is: text, spans, sections, clauses, revisions; loaders; the catalogue; the shipped specs."""
