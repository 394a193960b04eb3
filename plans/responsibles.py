"""Who answers, read out of the wording; Django-free, so that it is tested by tables alone."""
