"""Records as a Parquet dataset: a folder a table, partitioned by month of publication, replaced by article."""
