"""What the documents hold for whoever does not know yet what to ask, each line with the slice that proves it."""
