"""Questions to answers: understanding, the chain, tools, verification, eligibility; then the shells."""
