"""Tells the gateway's files which replicas a name stands for, where containers come and go."""
