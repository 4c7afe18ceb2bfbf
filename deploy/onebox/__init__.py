"""The whole platform on one machine: `make up` and the `vlo` command."""
