"""HTTP: one transport, with credentials, budgets, retries, deadlines and redaction."""
