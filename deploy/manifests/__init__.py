"""What deploy/kubernetes does not keep by hand: the gateway's objects, and every overlay rendered."""
