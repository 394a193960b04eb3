"""Plans as documents: read from Word, printed to PDF. Knows neither the database nor the web."""
