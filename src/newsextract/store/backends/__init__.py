"""What differs between databases: how they are opened, filled in bulk, and what their errors mean."""
