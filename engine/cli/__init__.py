"""The command line: the only place in the engine that prints or exits."""
