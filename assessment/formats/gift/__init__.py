"""GIFT: questions as lines of text."""
