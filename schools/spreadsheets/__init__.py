"""Lists of schools out of XLSX and CSV files. Reading only: nothing here knows the registry."""
