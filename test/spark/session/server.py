"""Runs blocks of PySpark code for the tests: one JSON request a line in, one JSON answer a line out.

Start: python server.py SCRATCH_DIRECTORY. Everything that Spark, the JVM or a library writes goes to stderr,
which the caller sends to a log file; standard output carries answers alone. The first line is the greeting.

Request: {"code", "setup"?, "prelude"?, "rows"?: [names] | "all", "plans"?: [names], "timeoutMs"?}
  setup    code run before the block in the same namespace; its lines do not count.
  record   {"continueAfterErrors"?, "argv"?, "exchanges"?, "links"?: {name: folder}}: notes every DataFrame that the
           code binds to a name, see recorder.py; nothing else is asked of its namespace.
  prelude  path of a Python file with write_files(spark, directory) and create_views(spark, directory), run once and then copied.
Answer: see answer.py; the shapes are typed in sparkSession.ts.
"""

import contextlib
import importlib.util
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import time

from answer import describe_error, describe_frames, plain_values, plans_of, rows_of
from recorder import run_recorded

BLOCK_FILE = "<block>"


class BlockTimeout(Exception):
    """The block ran longer than its request allows."""


class Spark:
    """The one Spark application, and a fresh session of it for each request."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.base = None
        self.files = {}
        self.sessions = {}

    def start(self):
        from pyspark.sql import SparkSession

        settings = {
            "spark.master": "local[2]",
            "spark.app.name": "shufflewise-tests",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            "spark.driver.extraJavaOptions": os.environ.get("SHUFFLEWISE_JAVA_OPTIONS", ""),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.default.parallelism": "2",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": os.path.join(self.scratch, "warehouse"),
            "spark.local.dir": os.path.join(self.scratch, "local"),
        }
        builder = SparkSession.builder
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.base = builder.getOrCreate()
        self.sessions = {}

    def is_stopped(self):
        context = self.base.sparkContext
        return context._jsc is None or context._jsc.sc().isStopped()

    def session(self, prelude):
        """A session with the views of the prelude, isolated from all earlier ones, and the prelude's files."""
        parent, files = self.prepare(prelude) if prelude else (self.base, None)
        session = clone(parent)
        make_current(session)
        return session, files

    def prepare(self, prelude):
        if prelude not in self.sessions:
            spec = importlib.util.spec_from_file_location("prelude", prelude)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            session = clone(self.base)
            make_current(session)
            if prelude not in self.files:
                self.files[prelude] = tempfile.mkdtemp(prefix="prelude-", dir=self.scratch)
                module.write_files(session, self.files[prelude])
            module.create_views(session, self.files[prelude])
            self.sessions[prelude] = session
        return self.sessions[prelude], self.files[prelude]

    def clean(self, session):
        """Undoes what outlives a session: queries, caches, global views, tables, persisted RDDs, job groups."""
        if self.is_stopped():
            return
        for query in session.streams.active:
            query.stop()
        catalog = self.base.catalog
        catalog.clearCache()
        # Asked without SQL: listing by SQL takes longer than most blocks.
        shared = self.base._jsparkSession.sharedState()
        shared.globalTempViewManager().clear()
        external = shared.externalCatalog()
        for database in names_in(external.listDatabases()):
            if database != "default":
                self.base.sql("DROP DATABASE IF EXISTS `%s` CASCADE" % database)
        if names_in(external.listTables("default")):
            self.base.sql("USE default")
            for table in catalog.listTables("default"):
                if not table.isTemporary:
                    kind = "VIEW" if table.tableType == "VIEW" else "TABLE"
                    self.base.sql("DROP %s IF EXISTS default.`%s`" % (kind, table.name))
        context = self.base.sparkContext
        for rdd in context._jsc.getPersistentRDDs().values():
            rdd.unpersist()
        context._jsc.clearJobGroup()
        shutil.rmtree(os.path.join(self.scratch, "warehouse"), ignore_errors=True)


def names_in(sequence):
    """The strings of a Scala sequence."""
    return [sequence.apply(index) for index in range(sequence.size())]


def clone(parent):
    """A session with the parent's views, functions and settings, and its own from then on."""
    from pyspark.sql import SparkSession

    return SparkSession(parent.sparkContext, parent._jsparkSession.cloneSession())


def make_current(session):
    """What getOrCreate() and getActiveSession() answer."""
    from pyspark.sql import SparkSession

    SparkSession._instantiatedSession = session
    SparkSession._activeSession = session
    # The class is taken from the object: it moved to a package of its own in Spark 4.0.
    java_class = session._jsparkSession.getClass()
    companion = session._jvm.java.lang.Class.forName(java_class.getName() + "$", True, java_class.getClassLoader())
    module = companion.getField("MODULE$").get(None)
    module.setDefaultSession(session._jsparkSession)
    module.setActiveSession(session._jsparkSession)


def enter(directory, session):
    """Relative paths of Python and of Hadoop's local file system both resolve below the directory."""
    os.chdir(directory)
    hadoop = session._jvm.org.apache.hadoop
    local = hadoop.fs.FileSystem.getLocal(session.sparkContext._jsc.hadoopConfiguration())
    local.setWorkingDirectory(hadoop.fs.Path("file://" + directory))
    # Streaming keeps its logs through Hadoop's other interface, which asks for this property anew each time.
    session._jvm.java.lang.System.setProperty("user.dir", directory)


@contextlib.contextmanager
def time_limit(seconds):
    """Raises BlockTimeout in the block, once; the caller ends the process of a block that catches it and goes on."""

    def expire(_signal, _frame):
        raise BlockTimeout("The block ran longer than %g s." % seconds)

    signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def run(spark, request):
    started = time.monotonic()
    session, files = spark.session(request.get("prelude"))
    directory = tempfile.mkdtemp(prefix="block-", dir=spark.scratch)
    if files:
        shutil.copytree(files, directory, dirs_exist_ok=True)
    enter(directory, session)
    namespace = {"__name__": "__main__", "spark": session}
    limit = request.get("timeoutMs", 60000) / 1000
    output = io.StringIO()
    answer = {"ok": True, "names": {}}
    try:
        with contextlib.redirect_stdout(output), time_limit(limit):
            if request.get("setup"):
                exec(compile(request["setup"], "<setup>", "exec"), namespace)
            if "record" in request:
                recording = record(session, directory, namespace, request)
                answer["bindings"], answer["errors"] = recording.bindings, recording.errors
            else:
                exec(compile(request["code"], BLOCK_FILE, "exec"), namespace)
            if not spark.is_stopped() and "record" not in request:
                frames = describe_frames(namespace)
                answer["names"] = frames
                answer["plans"] = plans_of(namespace, request.get("plans") or [])
                answer["values"] = plain_values(namespace)
                answer["rows"] = rows_of(namespace, request.get("rows") or [], frames)
    except BaseException as error:
        late = time.monotonic() - started >= limit
        answer["ok"] = False
        answer["error"] = describe_error(error, BLOCK_FILE, timed_out=late)
        if hasattr(error, "recording"):
            answer["bindings"], answer["errors"] = error.recording.bindings, error.recording.errors
        if late and not spark.is_stopped():
            spark.base.sparkContext.cancelAllJobs()
    answer["stdout"] = output.getvalue()
    answer["stopped"] = spark.is_stopped()
    os.chdir(spark.scratch)
    spark.clean(session)
    shutil.rmtree(directory, ignore_errors=True)
    answer["durationMs"] = round((time.monotonic() - started) * 1000)
    return answer


def record(session, directory, namespace, request):
    options = request["record"]
    for name, target in options.get("links", {}).items():
        os.makedirs(os.path.dirname(os.path.join(directory, name)), exist_ok=True)
        os.symlink(target, os.path.join(directory, name))
    if options.get("exchanges"):
        session.conf.set("spark.sql.adaptive.enabled", "false")

    def describe(error):
        return describe_error(error, BLOCK_FILE, timed_out=False)

    return run_recorded(request["code"], BLOCK_FILE, namespace, options, describe, BlockTimeout)


def main():
    scratch = os.path.realpath(sys.argv[1])
    # The JVM and the Python workers inherit file descriptors 0 and 1: they get others than ours.
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.environ["TZ"] = "UTC"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.pop("SPARK_ANSI_SQL_MODE", None)
    # Python workers import the recorder for the functions of recorded programs.
    here = os.path.dirname(os.path.abspath(__file__))
    os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    time.tzset()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.chdir(scratch)

    def say(message):
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    spark = Spark(scratch)
    spark.start()
    say({
        "sparkVersion": spark.base.version,
        "pythonVersion": sys.version.split()[0],
        "javaVersion": spark.base._jvm.java.lang.System.getProperty("java.version"),
        "processId": os.getpid(),
    })
    for line in requests:
        if spark.is_stopped():
            spark.start()
        say(run(spark, json.loads(line)))
    if not spark.is_stopped():
        spark.base.stop()


if __name__ == "__main__":
    main()
