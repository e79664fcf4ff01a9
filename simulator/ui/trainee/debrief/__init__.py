"""The debrief on the page, in the order in which it is best read; one module per part. Loaded when first shown."""
