"""What an approved plan makes people do: due dates and their states."""
