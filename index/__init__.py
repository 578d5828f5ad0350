"""Clauses to vectors and back: chunks, embeddings, Chroma, sync and the hybrid retriever."""
