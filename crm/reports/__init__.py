"""What the institute sees of its inquiries. One module for each report; `registry` lists them."""
