"""What deploy/kubernetes does not keep by hand: the gateway's objects, the rendered overlays."""
