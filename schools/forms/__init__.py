"""What the pages of schools and cases take in. Forms shape input; services decide."""
