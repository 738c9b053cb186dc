"""The page itself: its bytes as text, its text as a tree, the tree as flat lists."""
