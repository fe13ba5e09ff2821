"""The ways into the bot. A channel knows nothing of medicine, only of messages."""
