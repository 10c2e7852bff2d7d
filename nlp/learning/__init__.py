"""Learning in the open: labelled messages are read, weights are learnt, and every reading can be scored."""
