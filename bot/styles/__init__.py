"""The styles that the project brings: a JPEG for each, drawn by `tools/styles`, and their names."""
