"""What leaves the product: pictures, storyboards, Twee. Values in, text out; nothing is written to disk here."""
