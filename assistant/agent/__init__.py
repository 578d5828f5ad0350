"""A chat model that writes the prose of an answer: what it says is held to the same proof as everything else.

models     SPECS_MODEL to a LangChain chat model, or why it cannot be used
prompt     what the model is told: fixed rules, and the question with its clauses as fenced data
exhibits   what one question's model was shown, by short ids
tools      the tools over the library, which give it more to cite
guard      the boundary to the model: budgets, time, and errors in plain words
lines      what it says, cut into statements with ids as it comes
writer     the run: statements are verified one by one, mended once, or withheld
"""
