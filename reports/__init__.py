"""READS: the board, the year, cases, summaries. Nothing here changes a row."""
