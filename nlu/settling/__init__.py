"""Settles what a message is and asks, from the classifier's guesses, what was read, and the conversation."""
