"""The shell around thought and memory: what carries out decisions."""
