"""Reads a message: its sentences, what they mention and how, and the facts they tell."""
