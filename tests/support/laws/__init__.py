"""What tests of laws share."""
