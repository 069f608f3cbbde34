"""Side-by-side measurements; only ratios within one run are meaningful."""
