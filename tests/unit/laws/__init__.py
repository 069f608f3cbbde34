"""Laws, evaluated in this process."""
