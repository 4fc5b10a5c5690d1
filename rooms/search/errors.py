class TookTooLong(Exception):
    """Raised for a search that the database was not allowed to finish."""
