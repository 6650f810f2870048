"""By hand for Spark: one aggregation, whole numbers throughout (`div` truncates: what is negative is cut off first).

Sums are of 64 bits and raise where they overflow (ANSI mode, the default), so amounts need no check of their own.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from functools import reduce
from io import StringIO
from operator import or_
from typing import Any

from .frames_by_hand import (
    COLUMNS,
    ENOUGH,
    GRADES,
    ITEMS,
    LAST_GRADE,
    LIMITS,
    POINTS,
    SCORED,
    TOO_LITTLE,
    WEIGHTS,
    Item,
)
from .workload import MEASURES


def score(frame: Any, *, checks: bool = True) -> Any:
    """Score a frame by month; nothing has run yet."""
    from pyspark.sql import Window
    from pyspark.sql import functions as fn

    month = (fn.year("date") * 12 + fn.month("date") - 1).alias("month")
    sums = frame.groupBy(fn.col("person").alias("subject"), month).agg(
        *(fn.coalesce(fn.sum(name), fn.lit(0)).alias(name) for name in MEASURES)
    )
    if checks:
        beyond = reduce(or_, (fn.abs(name) > limit for name, limit in LIMITS.items()))
        nobody = fn.col("subject").isNull() | fn.col("month").isNull()
        wrong = fn.raise_error(fn.lit("a row without a person or a date, or a sum beyond its limit")).cast("int")
        sums = sums.withColumn("month", fn.when(beyond | nobody, wrong).otherwise(fn.col("month")))
    weight = " + ".join(f"if({name} > 0, {of}, 0)" for name, of in WEIGHTS.items())
    lines = sums.selectExpr("subject", "month", *map(_points, ITEMS), f"cast({weight} as bigint) as weight")
    weighted = " + ".join(f"coalesce({name}, 0) * {item.weight}" for name, item in zip(POINTS, ITEMS, strict=True))
    total = f"if(weight >= {ENOUGH}, (2 * ({weighted}) + weight) div (2 * weight), null) as total_e3"
    grades = " ".join(f"when total_e3 >= {least} then '{name}'" for name, least in GRADES)
    scored = lines.selectExpr("*", total).selectExpr(
        "*",
        "format_string('%04d-%02d', month div 12, month % 12 + 1) as period",
        f"if(total_e3 is null, '{TOO_LITTLE}', '{SCORED}') as status",
        f"case when total_e3 is null then null {grades} else '{LAST_GRADE}' end as grade",
    )
    window = Window.partitionBy("month").orderBy(fn.desc_nulls_last("total_e3"))
    rank = fn.when(fn.col("total_e3").isNotNull(), fn.rank().over(window))
    return scored.withColumn("rank", rank).select(*COLUMNS)


def exchanges_for_sums(frame: Any) -> int:
    """Count the exchanges by hash of a query's physical plan, but for the one that brings together what is ranked."""
    told = StringIO()
    with redirect_stdout(told):
        frame.explain()
    _, ranked, below = told.getvalue().rpartition("Window ")
    return below.count("Exchange hashpartitioning") - bool(ranked)


def _points(item: Item) -> str:
    over, under = f"greatest({item.over}, 0)", item.under
    value = f"(({over} * {2 * item.times} + {under}) div ({under} * 2))"
    points = " + ".join(
        f"(least(greatest({value}, {start}), {end}) - {start}) * {slope}" for start, end, slope in item.stretches
    )
    if item.divisor > 1:
        points = f"((2 * ({points}) + {item.divisor}) div {2 * item.divisor})"
    return f"if({under} > 0, {points}, null) as {item.name}_points_e3"
