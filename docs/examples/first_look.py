"""What a database holds, at first sight: the firms named most, some of their figures, the claims to check first.

usage: python docs/examples/first_look.py news.db
"""

import sqlite3
import sys
from contextlib import closing

FIRMS = """
    select firms.name, count(*) as mentions, count(distinct mentions.article_id) as articles
    from mentions join firms on firms.article_id = mentions.article_id and firms.id = mentions.firm_id
    where mentions.kind = 'name' group by firms.name order by mentions desc, firms.name limit 6
"""
METRICS = """
    select firm, period, indicator, text, value, unit from v_metrics
    where firm is not null and indicator is not null and period is not null order by article_id, metric_id limit 6
"""
CLAIMS = """
    select score, types, coalesce(speaker, '-'), text from v_claims order by score desc, article_id, claim_id limit 6
"""


def main(path: str) -> None:
    """Print three short tables."""
    with closing(sqlite3.connect(path)) as database:
        for title, query in (("firms named most", FIRMS), ("some figures", METRICS), ("claims to check first", CLAIMS)):
            print(f"\n{title}")
            for row in database.execute(query):
                print("   ", "  ".join("" if value is None else str(value) for value in row))


if __name__ == "__main__":
    main(sys.argv[1])
