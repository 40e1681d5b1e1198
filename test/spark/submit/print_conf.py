"""Prints what has reached the driver: the configuration, the arguments and the Python path's additions."""

import json
import sys

from pyspark import SparkConf, SparkContext

context = SparkContext(conf=SparkConf())
print("RESULT " + json.dumps({"conf": dict(context.getConf().getAll()), "args": sys.argv[1:]}))
context.stop()
