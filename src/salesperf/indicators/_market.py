"""Market: share, effectiveness, intelligence."""

from __future__ import annotations

from typing import Final

from ..measures import (
    BENCHMARK_UNITS_IN_AREA,
    MARKET_REPORT_SCORE_SUM,
    MARKET_REPORTS_SCORED,
    NET_UNITS,
    OWN_REGISTRATIONS_IN_AREA,
    TIV_IN_AREA,
    UNITS_REGISTERED_IN_OWN_AREA,
)
from ..vocabulary import Category, Direction, Theme, Unit
from ._levels import DIRECTORS, LEADERS
from ._ratios import Assessed, Change, Ratio, Share

__all__ = [
    "IN_AREA_SHARE",
    "MARKET_INFO_QUALITY",
    "MARKET_SHARE",
    "MARKET_SHARE_CHANGE_PP",
    "MARKET_SHARE_GROWTH",
    "SALES_EFFECTIVENESS",
]

MARKET_SHARE: Final = Ratio(
    "market_share",
    numerator=OWN_REGISTRATIONS_IN_AREA,
    denominator=TIV_IN_AREA,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=4,
    en="Market share (territory)",
    zh="市场占有率",
    category=Category.MARKET,
    theme=Theme.LEADS,
    levels=LEADERS,
)
MARKET_SHARE_GROWTH: Final = Change(
    "market_share_growth",
    of=MARKET_SHARE,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Market-share growth (relative)",
    zh="市场份额增长率",
    category=Category.MARKET,
    theme=Theme.LEADS,
    levels=LEADERS,
)
MARKET_SHARE_CHANGE_PP: Final = Change(
    "market_share_change_pp",
    of=MARKET_SHARE,
    relative=False,
    unit=Unit.PERCENTAGE_POINTS,
    direction=Direction.HIGHER,
    decimals=4,
    en="Market-share change",
    zh="份额变动 (百分点)",
    category=Category.MARKET,
    theme=Theme.LEADS,
    levels=LEADERS,
)
SALES_EFFECTIVENESS: Final = Ratio(
    "sales_effectiveness",
    numerator=NET_UNITS,
    denominator=BENCHMARK_UNITS_IN_AREA,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="Retail sales effectiveness",
    zh="区域销售效能 (RSE/RSI)",
    category=Category.MARKET,
    theme=Theme.LEADS,
    levels=DIRECTORS,
)
IN_AREA_SHARE: Final = Share(
    "in_area_share",
    numerator=UNITS_REGISTERED_IN_OWN_AREA,
    denominator=NET_UNITS,
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    decimals=2,
    en="In-territory sales share",
    zh="区域内销售占比",
    category=Category.MARKET,
    theme=Theme.UNITS,
    levels=DIRECTORS,
)
MARKET_INFO_QUALITY: Final = Assessed(
    "market_info_quality",
    numerator=MARKET_REPORT_SCORE_SUM,
    denominator=MARKET_REPORTS_SCORED,
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    decimals=2,
    plausible=(0, 100),
    en="Market-intelligence report quality",
    zh="市场信息收集与分析报告质量",
    category=Category.MARKET,
    theme=Theme.PROCESS,
    levels=LEADERS,
)
