"""The checks of generated clients."""
