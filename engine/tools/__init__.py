"""What a process has at hand: its doorbell, hands, breakers, libraries, keys."""
