"""Files that people are sent or fetch: charts, pictures, workbooks, at signed addresses."""
