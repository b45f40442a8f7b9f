"""A web application over the database: reviewers read claims in their articles and decide them, one key a decision."""
