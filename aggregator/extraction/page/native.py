"""What is there both in C and in Python: in C where it could be compiled, and the same in Python elsewhere."""

try:
    from aggregator.extraction.page._strings import ends, find, folded, has_c1, reach
    from aggregator.extraction.page._walk import walk
except ImportError:
    from aggregator.extraction.page.strings import ends, find, folded, has_c1, reach
    from aggregator.extraction.page.walk import walk

__all__ = ["ends", "find", "folded", "has_c1", "reach", "walk"]
