"""Files of ФИС ОКО as they come: protocols of many schools, reports, the federal list."""
