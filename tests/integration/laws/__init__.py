"""The laws, tried on a server that was written for it, and on its mutated variants."""
