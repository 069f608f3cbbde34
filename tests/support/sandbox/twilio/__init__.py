"""What tests of twilio share."""
