"""The policy author's bench: examples beside each policy, what they cover, lint, differences and schemas."""
