"""Public list APIs: their documents, and servers in their styles."""
