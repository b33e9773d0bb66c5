"""What Karani promises, as tests."""
