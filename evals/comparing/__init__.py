"""Two runs side by side: differences with honest statistics, flips, the loss funnel, and a gate on them."""
