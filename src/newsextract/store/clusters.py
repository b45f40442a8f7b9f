"""Clusters of equal claims in a database: the table holds those of the last time, as a whole."""

import json
from itertools import islice
from pathlib import Path

from sqlalchemy import delete, insert

from newsextract.errors import StoreError
from newsextract.store.database import Database
from newsextract.store.tables import CLAIM_CLUSTERS

_BATCH = 5_000


def load_clusters(database: Database, path: Path) -> None:
    """Replace the clusters of ``database`` by those of ``path``, in one transaction.

    Args:
        database: open; stays open.
        path: what ``cluster_records`` wrote.

    Raises:
        StoreError: the file or the database cannot be used; the clusters are then as they were.
    """
    try:
        with path.open("rb") as file, database.writing() as connection:
            connection.execute(delete(CLAIM_CLUSTERS))
            rows = (
                {"claim_key": key, "cluster": found["cluster"], "size": found["size"], "sources": found["sources"]}
                for found in map(json.loads, file)
                for key in found["claims"]
            )
            while batch := list(islice(rows, _BATCH)):
                connection.execute(insert(CLAIM_CLUSTERS), batch)
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"{path}: not a file of clusters ({error}): run newsextract cluster") from error
