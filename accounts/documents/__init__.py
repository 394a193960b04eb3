"""Documents that the ground floor writes."""
