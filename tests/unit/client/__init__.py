"""The generated client, as an application meets it."""
