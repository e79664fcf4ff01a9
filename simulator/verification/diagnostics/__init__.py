"""What can be said against a scenario: one entry per code, how it is printed, and the page that explains them all."""
