"""What newcomers can look through without a question: organisations, acronyms, first questions, editions."""
