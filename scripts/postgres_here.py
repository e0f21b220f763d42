"""Print the address of a PostgreSQL server that tests may use; where there is none, say why and end with exit code 1.

WHOLEPLACE_TEST_DATABASE_URL names one; otherwise the usual port of this machine is tried, without a password. The role
must be allowed to make databases: tests make their own and drop it again.
"""

from __future__ import annotations

import os
import sys

import psycopg

ADDRESS = os.environ.get("WHOLEPLACE_TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"


def main() -> int:
    """Ask the server whether the role may make databases."""
    try:
        with psycopg.connect(ADDRESS, connect_timeout=3) as connection:
            found = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = user").fetchone()
    except psycopg.Error as error:
        sys.stderr.write(f"no PostgreSQL answers that tests may use ({str(error).strip().splitlines()[0]})\n")
        return 1
    if not found or not found[0]:
        sys.stderr.write("a PostgreSQL server answers, but its role may not make databases\n")
        return 1
    sys.stdout.write(ADDRESS + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
