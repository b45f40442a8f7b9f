"""Records against gold annotations."""
