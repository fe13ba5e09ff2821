"""The components of Rasa's pipeline, in the order of config.yml, and what they learn."""
