"""What people may ask of what is held of them: export, erasure, consent."""
