"""From the bytes of a stranger's file to upright sRGB: one module for each thing that can be odd about them."""
