"""What tests of sandbox share."""
