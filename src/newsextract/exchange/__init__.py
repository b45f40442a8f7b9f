"""Articles with their labels for the annotation tools of others, and labels back as decisions."""
