"""The edge: what is parsed from a request, and how an answer leaves."""
