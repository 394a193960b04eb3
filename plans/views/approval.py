"""A plan on its way: review, remarks, approval."""
