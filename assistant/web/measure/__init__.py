"""The page of evaluators: sets measured, read question by question, compared, labelled and edited."""
