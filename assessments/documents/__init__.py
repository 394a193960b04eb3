"""The catalogue of works as text, file and table. Pure: plain values in and out, no models."""
