"""Runs of workflows: their life, and how it is kept between two sprints."""
