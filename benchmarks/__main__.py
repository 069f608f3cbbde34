"""Runs every benchmark."""

from . import client, sandbox_pages

client.main()
sandbox_pages.main()
