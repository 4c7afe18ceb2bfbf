"""One trace from the gateway over requests and statements into jobs: kept always, told if asked."""
