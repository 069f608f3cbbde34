"""What the tests share: specs, servers, runs and commands."""
