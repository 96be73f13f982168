"""One transfer, from a request to its events: the plan, the loop over the scales, and what comes of it."""
