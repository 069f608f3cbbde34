"""Side-by-side measurements, of which only the ratios taken in one run mean something."""
