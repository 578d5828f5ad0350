"""Drafts of answers made of clauses, without a model: a lead from the parsed structure, then the clauses it rests on."""
