"""Policies compiled: criteria turned once into diagrams that decide by asking one leaf after the other."""
