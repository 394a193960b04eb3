"""What pages, prints and checks read of a plan."""
