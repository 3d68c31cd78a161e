"""Question sets kept in the evaluation folder: checked, uploaded, edited."""
