"""Questions to an assistant: put, answered, believed or not."""
