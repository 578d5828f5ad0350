"""Whether free prose says only what its cited clauses prove: words, numbers and how they are bound to one another."""
