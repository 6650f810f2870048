"""Stock and the capital in it."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Additivity, Owner, Unit
from ._measure import Measure

__all__ = [
    "COGS_VEHICLE",
    "MODEL_DAYS_IN_SCOPE",
    "MODEL_DAYS_STOCKED_OUT",
    "STOCK_AGE_DAYS_SUM",
    "STOCK_UNITS_END",
    "STOCK_UNITS_OVER_90",
    "STOCK_VALUE_AVG",
    "WORKING_CAPITAL_AVG",
]

COGS_VEHICLE: Final = Measure(
    "cogs_vehicle",
    unit=Unit.MONEY,
    en="Cost of vehicles sold",
    zh="整车销售成本",
    signed=True,
    owner=Owner.STORE,
    dated_by="handover",
)
STOCK_VALUE_AVG: Final = Measure(
    "stock_value_avg",
    unit=Unit.MONEY,
    en="Mean stock value",
    zh="平均库存金额",
    additivity=Additivity.MEAN,
    owner=Owner.STORE,
    dated_by="daily or weekly snapshots",
)
WORKING_CAPITAL_AVG: Final = Measure(
    "working_capital_avg",
    unit=Unit.MONEY,
    en="Mean working capital",
    zh="平均营运资金",
    additivity=Additivity.MEAN,
    owner=Owner.STORE,
    dated_by="daily or weekly snapshots",
)
STOCK_UNITS_END: Final = Measure(
    "stock_units_end",
    unit=Unit.COUNT,
    en="Stock units at period end",
    zh="期末库存台数",
    decimals=0,
    additivity=Additivity.LAST,
    owner=Owner.STORE,
    dated_by="snapshot",
    note="whole cars, never split; carries the model for stock_structure_health",
)
STOCK_UNITS_OVER_90: Final = Measure(
    "stock_units_over_90",
    unit=Unit.COUNT,
    en="Stock units older than 90 days",
    zh="库龄超90天台数",
    decimals=0,
    additivity=Additivity.LAST,
    owner=Owner.STORE,
    dated_by="snapshot",
    note="whole cars, never split; another age limit is a measure of its own",
)
STOCK_AGE_DAYS_SUM: Final = Measure(
    "stock_age_days_sum",
    unit=Unit.DAYS,
    en="Sum of stock ages",
    zh="库龄合计",
    additivity=Additivity.LAST,
    owner=Owner.STORE,
    dated_by="snapshot",
)
MODEL_DAYS_IN_SCOPE: Final = Measure(
    "model_days_in_scope", unit=Unit.DAYS, en="Model-days in scope", zh="车型·天", owner=Owner.STORE, dated_by="daily"
)
MODEL_DAYS_STOCKED_OUT: Final = Measure(
    "model_days_stocked_out",
    unit=Unit.DAYS,
    en="Model-days out of stock",
    zh="缺货车型·天",
    owner=Owner.STORE,
    dated_by="daily",
)
