"""An existing book, read from a file into the book of a shop."""
