"""What servers get wrong: a fault for every filter, page, flag, field, status and credential."""
