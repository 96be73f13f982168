"""Between the queue and the engine."""
