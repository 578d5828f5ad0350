"""How strong the verifier is: honest paraphrases that must pass, and mutants of true statements that must not."""
