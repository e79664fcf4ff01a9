"""The use cases on small scenarios, with a real store in a folder of their own."""
