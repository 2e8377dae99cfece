"""What the notebooks share: the lake, the reports, and the engine of the ETL's jobs. It reads and writes nothing back.

Where things are and who may read them is taken from the variables of the services, or from the files of secrets in the
container; where they say nothing it is the Rivulet of ./run. All times are UTC.
"""

import functools
import glob
import gzip
import json
import os
import re
import tempfile
import zipfile

import boto3
import jpype
import pandas
import psycopg2
import yaml

_HERE = os.path.dirname(os.path.abspath(__file__))

# In the image, and beside a ./run that has been built: the jars of the jobs' engine and of their SQL.
_LIBRARIES = ["/opt/rivulet/lib", os.path.join(_HERE, "..", "standalone", "target", "lib")]

# Debian has JPype's own jar apart from it.
_JPYPE = "/usr/share/java/org.jpype.jar"


def _secret(name, absent):
    """A file of /run/secrets, or the variable of that name."""
    file = os.path.join("/run/secrets", name)
    if os.path.exists(file):
        with open(file) as secret:
            return secret.read().strip()
    return os.environ.get(name, absent)


# --- reports ---


@functools.lru_cache(maxsize=1)
def _analytics():
    address = os.environ.get(
        "RIVULET_ANALYTICS_URL",
        "jdbc:postgresql://127.0.0.1:%s/analytics" % os.environ.get("RIVULET_POSTGRES_PORT", "5433"),
    )
    connection = psycopg2.connect(
        address.removeprefix("jdbc:"),
        user="bi_reader",
        password=_secret("RIVULET_BI_READER_PASSWORD", "bi_reader"),
        connect_timeout=10,
        options="-c statement_timeout=60s -c TimeZone=UTC",
    )
    connection.set_session(readonly=True, autocommit=True)
    return connection


def reports(sql, **values):
    """The rows of a query over the views of schema bi; %(name)s stands for a value."""
    with _analytics().cursor() as cursor:
        cursor.execute(sql, values)
        rows = pandas.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])
    # exact decimals come as Python's own, with which neither charts nor sums are quick
    return rows.apply(lambda column: pandas.to_numeric(column) if _is_decimal(column) else column)


def _is_decimal(column):
    return any(type(value).__name__ == "Decimal" for value in column)


# --- the lake ---


@functools.lru_cache(maxsize=1)
def _s3():
    own = "http://127.0.0.1:%s" % os.environ.get("RIVULET_S3_PORT", "9000")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3", own)
    keys = {}
    if endpoint == own:
        keys = {"aws_access_key_id": "rivulet", "aws_secret_access_key": "rivulet-secret"}
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=os.environ.get("AWS_REGION", "us-east-1"),
        config=boto3.session.Config(s3={"addressing_style": "path"}),
        **keys,
    )


_BUCKET = os.environ.get("RIVULET_LAKE_BUCKET", "rivulet")


def objects(prefix):
    """The lake's objects below a prefix, by key: key, bytes, changed_at. Uploads on their way are left out."""
    pages = _s3().get_paginator("list_objects_v2").paginate(Bucket=_BUCKET, Prefix=prefix)
    found = [
        (one["Key"], one["Size"], one["LastModified"])
        for page in pages
        for one in page.get("Contents", [])
        if re.search(r"[.](json[.]gz|parquet)$", one["Key"])
    ]
    return pandas.DataFrame(sorted(found), columns=["key", "bytes", "changed_at"])


# Members that a table of events has even where none of them has such a one.
_MEMBERS = ["event_id", "type", "name", "instance_id", "user_id", "occurred_at", "received_at", "properties"]


def raw_events(project, most_objects=20):
    """Events as they arrived, a row each, from the objects that came last; every member that any of them has."""
    keys = objects("raw/project=%s/received_date=" % project)["key"]
    if keys.empty:
        raise LookupError("project %s has no events in the lake yet" % project)
    lines = []
    for key in sorted(keys, key=lambda k: k.split("/")[2:4])[-most_objects:]:
        body = _s3().get_object(Bucket=_BUCKET, Key=key)["Body"].read()
        lines += [json.loads(line) for line in gzip.decompress(body).splitlines()]
    events = pandas.DataFrame(lines)
    return events.reindex(columns=_MEMBERS + [name for name in events.columns if name not in _MEMBERS])


# --- the engine of the jobs ---


class Workbench:
    """DuckDB as the jobs have it: the same release, the same functions, views events and sessions of one project.

    The curated files are fetched when it is opened, those of the latest days alone. A job asks the ETL's catalog which
    of them count; here, of two rows with one key the later file's counts, so for an hour after sessions were computed
    anew some may be there that the job would not see.
    """

    def __init__(self, project, days=30, memory="512MB"):
        self._folder = tempfile.TemporaryDirectory(prefix="rivulet-")
        self._connection = _duckdb()
        self._execute("set memory_limit = '%s'" % memory)
        self._execute("set temp_directory = '%s'" % os.path.join(self._folder.name, "spill"))
        self._execute("set TimeZone = 'UTC'")
        self._execute(_sql("functions"))
        self._execute(_sql("definitions"))
        self._execute("set variable project = %s" % _literal(project))
        for dataset, key in (("events", "event_id"), ("sessions", "session_id")):
            self._view(project, dataset, key, days)

    def _view(self, project, dataset, key, days):
        keys = objects("curated/%s/project=%s/" % (dataset, project))["key"]
        dates = sorted({_partition(k) for k in keys})[-days:]
        files = []
        for number, name in enumerate(sorted((k for k in keys if _partition(k) in dates), key=_run)):
            file = os.path.join(self._folder.name, "%s-%06d.parquet" % (dataset, number))
            _s3().download_file(_BUCKET, name, file)
            files.append(_literal(file))
        empty = _sql("curated/" + dataset)
        rows = (
            "select * from read_parquet([%s], union_by_name = true, hive_partitioning = false, filename = true)"
            " qualify row_number() over (partition by %s order by filename desc) = 1" % (", ".join(files), key)
        )
        self._execute(
            "create view %s as select %s as project, * from (%s)"
            % (
                dataset,
                _literal(project),
                "select * exclude (filename) from (%s) union all by name (%s)" % (rows, empty) if files else empty,
            )
        )

    def query(self, sql):
        """The rows of a query."""
        file = os.path.join(self._folder.name, "rows.csv")
        text = sql.strip().rstrip(";")
        self._execute("copy (%s\n) to %s (format csv, header true, nullstr '')" % (text, _literal(file)))
        types = self._types(text)
        moments = [name for name, kind in types.items() if kind.startswith(("DATE", "TIMESTAMP"))]
        texts = {name: "string" for name, kind in types.items() if kind == "VARCHAR"}
        return pandas.read_csv(file, parse_dates=moments, dtype=texts, keep_default_na=False, na_values=[""])

    def job(self, file, **arguments):
        """The rows that the SQL job of a file gives, with these arguments instead of its defaults."""
        with open(file) as lines:
            header, query = _job(lines.read())
        values = {name: spec.get("default") for name, spec in header.get("arguments", {}).items()}
        unknown = set(arguments) - set(values)
        if unknown:
            raise ValueError("%s takes %s, not %s" % (header["job"], sorted(values), sorted(unknown)))
        values.update(arguments)
        for name, value in values.items():
            text = "null" if value is None else _literal(str(value).lower() if isinstance(value, bool) else str(value))
            self._execute('set variable "%s" = %s' % (name, text))
        kinds = {"project": "varchar"}
        kinds.update({n: _KINDS[spec.get("kind", "text")] for n, spec in header.get("arguments", {}).items()})
        return self.query(
            re.sub(
                r"\{\{\s*([^{}]*?)\s*}}",
                lambda used: "cast(getvariable('%s') as %s)" % (used.group(1), kinds[used.group(1)]),
                query,
            )
        )

    def _execute(self, sql):
        statement = self._connection.createStatement()
        try:
            statement.execute(sql)
        finally:
            statement.close()

    def _types(self, sql):
        statement = self._connection.createStatement()
        try:
            about = statement.executeQuery("select * from (%s\n) limit 0" % sql).getMetaData()
            columns = range(1, about.getColumnCount() + 1)
            return {str(about.getColumnName(n)): str(about.getColumnTypeName(n)) for n in columns}
        finally:
            statement.close()


_KINDS = {"text": "varchar", "personal": "varchar", "date": "date", "number": "bigint", "flag": "boolean"}


def _job(text):
    """Header and query of a SQL job's file: comment lines in YAML, then one select."""
    lines = text.strip().splitlines()
    end = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header = yaml.safe_load("\n".join(re.sub("^-- ?", "", line) for line in lines[:end]))
    return header, "\n".join(lines[end:])


def _partition(key):
    return key.split("/")[-2]


def _run(key):
    """By the number of the run that wrote a curated file."""
    return int(re.search(r"/run-(\d+)-[^/]*$", key).group(1))


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _library(name):
    """The jar of that name, as the services have it."""
    for folder in _LIBRARIES:
        found = glob.glob(os.path.join(folder, name + "-[0-9]*.jar"))
        if found:
            return found[0]
    raise FileNotFoundError("%s is in none of %s; ./run builds it" % (name, _LIBRARIES))


def _sql(name):
    """A file of the SQL that the jobs are made of."""
    with zipfile.ZipFile(_library("reporting-db")) as jar:
        return jar.read("sql/%s.sql" % name).decode()


def _duckdb():
    if not jpype.isJVMStarted():
        own = [_JPYPE] if os.path.exists(_JPYPE) else []
        jpype.startJVM("-Xmx64m", "-XX:+UseSerialGC", classpath=own + [_library("duckdb_jdbc")])
    return jpype.JClass("java.sql.DriverManager").getConnection("jdbc:duckdb:")
