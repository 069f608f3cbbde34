"""Laws: every law on every server, which takes long."""
