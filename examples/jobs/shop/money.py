"""Amounts with and without tax."""

from pyspark.sql import Column
from pyspark.sql import functions as F


def net(gross: Column, vat: Column) -> Column:
    """The amount without tax, rounded to cents; null stays null."""
    return F.round(gross / (F.lit(1.0) + vat), 2)
