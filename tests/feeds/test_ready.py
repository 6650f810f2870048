"""The ready feeds: each reads its system's export, under the names that its maker documents."""

from __future__ import annotations

from typing import Any

import pytest

import salesperf as sp
from salesperf import feeds, indicators, profiles
from salesperf.feeds import Feed

READY = {name: value for name, value in vars(feeds).items() if isinstance(value, Feed)}
WON = {"opps_opened": 1, "orders_signed": 1, "revenue_vehicle": 189500, "sales_cycle_days_sum": 13, "opps_lost": 0}
LOST = {"opps_opened": 1, "orders_signed": 0, "revenue_vehicle": 0, "sales_cycle_days_sum": 0, "opps_lost": 1}

SALESFORCE: list[dict[str, Any]] = [
    {"Id": "006A", "OwnerId": "005A", "CreatedDate": "2026-02-20T09:12:00.000+0000", "CloseDate": "2026-03-05",
     "IsClosed": "true", "IsWon": "true", "Amount": "189500.0", "LeadSource": "Web"},
    {"Id": "006B", "OwnerId": "005B", "CreatedDate": "2026-02-21T09:12:00.000+0000", "CloseDate": "2026-03-06",
     "IsClosed": "true", "IsWon": "false", "Amount": "99000.0", "LeadSource": ""},
    {"Id": "006C", "OwnerId": "005C", "CreatedDate": "2026-02-21T09:12:00.000+0000", "CloseDate": "2026-09-30",
     "IsClosed": "false", "IsWon": "false", "Amount": "", "LeadSource": None},
]  # fmt: skip
HUBSPOT: list[dict[str, Any]] = [
    {"Record ID": 1, "Deal owner": "Li Na", "Create Date": "2026-02-20 09:12", "Close Date": "2026-03-05 10:00",
     "Deal Stage": "Closed Won", "Amount": 189500},
    {"Record ID": 2, "Deal owner": "Wang Wei", "Create Date": "2026-02-21 09:12", "Close Date": "2026-03-06 10:00",
     "Deal Stage": "Closed Lost", "Amount": 99000},
    {"Record ID": 3, "Deal owner": "Zhao Min", "Create Date": "2026-02-21 09:12", "Close Date": "",
     "Deal Stage": "Appointment Scheduled", "Amount": 1},
]  # fmt: skip
PIPEDRIVE: list[dict[str, Any]] = [
    {"id": 1, "owner_name": "Li Na", "add_time": "2026-02-20 09:12:00", "won_time": "2026-03-05 10:00:00",
     "lost_time": None, "status": "won", "value": 189500},
    {"id": 2, "owner_name": "Wang Wei", "add_time": "2026-02-21 09:12:00", "won_time": None,
     "lost_time": "2026-03-06 10:00:00", "status": "lost", "value": 99000},
    {"id": 3, "owner_name": "Zhao Min", "add_time": "2026-02-21 09:12:00", "won_time": None, "lost_time": None,
     "status": "open", "value": 1},
]  # fmt: skip
ZOHO: list[dict[str, Any]] = [
    {"Record Id": f"zcrm_{n}", "Deal Owner": who, "Created Time": f"2026-02-2{n} 09:12:00", "Closing Date": closing,
     "Stage": stage, "Amount": amount, "Lead Source": ""}
    for n, (who, closing, stage, amount) in enumerate([
        ("Li Na", "2026-03-05", "Closed Won", "189500"),
        ("Wang Wei", "2026-03-06", "Closed-Lost to Competition", "99000"),
        ("Zhao Min", "2026-09-30", "Negotiation/Review", "1"),
    ])
]  # fmt: skip
FORM: list[dict[str, Any]] = [
    {"数据ID": "59e9", "负责人": "李娜", "提交时间": "2026-02-20T09:12:00.000Z", "商机阶段": "赢单",
     "成交日期": "2026-03-05", "成交金额": 189500},
    {"数据ID": "59ea", "负责人": "王伟", "提交时间": "2026-02-21T09:12:00.000Z", "商机阶段": "战败",
     "成交日期": "2026-03-06", "成交金额": None},
    {"数据ID": "59eb", "负责人": "赵敏", "提交时间": "2026-02-21T09:12:00.000Z", "商机阶段": "报价",
     "成交日期": None, "成交金额": None},
]  # fmt: skip


def sums(feed: Feed, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each person's records add up to, by the readers of scores."""
    found: dict[Any, dict[str, Any]] = {}
    for record in feed.records(rows):
        who = found.setdefault(record[feed.owner], dict.fromkeys((m.id for m in feed.measures), 0))
        for measure in feed.measures:
            units = sp.records.amount(record[measure.id], measure.decimals)
            who[measure.id] += (units or 0) / 10**measure.decimals
    return list(found.values())


@pytest.mark.parametrize(
    ("feed", "rows"),
    [
        (feeds.SALESFORCE_OPPORTUNITIES, SALESFORCE),
        (feeds.HUBSPOT_DEALS, HUBSPOT),
        (feeds.PIPEDRIVE_DEALS, PIPEDRIVE),
        (feeds.JIANDAOYUN, FORM),
    ],
    ids=lambda given: given.name if isinstance(given, Feed) else "",
)
def test_deals_are_opened_won_and_lost_each_on_its_day(feed: Feed, rows: list[dict[str, Any]]) -> None:
    won, lost, still_open = sums(feed, rows)
    assert (won, lost) == (WON, LOST)
    assert still_open == {**dict.fromkeys(WON, 0), "opps_opened": 1}
    days = {str(record["date"])[:10] for record in feed.records(rows) if record["orders_signed"] or record["opps_lost"]}
    assert days == {"2026-03-05", "2026-03-06"}


def test_zoho_deals() -> None:
    won, lost, _ = sums(feeds.ZOHO_DEALS, ZOHO)
    assert (won["orders_signed"], lost["opps_lost"], won["revenue_vehicle"]) == (1, 1, 189500)


def test_salesforce_leads_and_zoho_leads() -> None:
    rows = [{"Id": "00Q1", "OwnerId": "005A", "CreatedDate": "2026-03-02T10:00:00Z", "LeadSource": "Web"}] * 2
    board = sp.score(feeds.SALESFORCE_LEADS.records(rows), profiles.CONSULTANT)
    assert (board["005A"].measures["leads_valid"], board.intake.read) == (1, 2)
    chinese = [
        {"id": n, "线索所有者": "李娜", "创建时间": "2026-03-02", "线索来源": "官网", "线索状态": status}
        for n, status in enumerate(["已联系", "Junk Lead"])
    ]
    assert sums(feeds.ZOHO_LEADS, chinese) == [{"leads_received": 2, "leads_valid": 1}]


def test_salesforce_quotas_are_targets_of_their_month() -> None:
    quotas = [{"QuotaOwnerId": "005A", "StartDate": "2026-03-01", "QuotaAmount": "379000", "QuotaQuantity": "2"}]
    deals = feeds.SALESFORCE_OPPORTUNITIES.records(SALESFORCE)
    profile = sp.Profile(
        "p",
        level="consultant",
        criteria=[sp.Criterion(indicators.REVENUE_ATTAINMENT, weight=100, curve=sp.curves.Linear((0, 0), (100, 100)))],
    )
    targets = feeds.SALESFORCE_QUOTAS.records(quotas)
    board = sp.score(deals, profile, period=["2026-02", "2026-03"], targets=targets)
    assert board["005A", "2026-03"].lines[0].value == 50
    assert board["005A", "2026-02"].lines[0].status is sp.Status.NO_TARGET


SHEET = {
    "销售顾问": "李娜", "订单号": "D-1", "客户": "C-1", "车架号": "LSV1", "车型": "Q5", "渠道": "到店",
    "订车日期": "2026-02-20", "退订日期": "", "交车日期": "2026-03-05", "退车日期": "", "成交价": "189500",
    "毛利": "5200.5", "金融": "是", "保险": "是", "置换": "否",
}  # fmt: skip


def test_a_dealer_sheet_in_chinese_and_in_english_is_the_same() -> None:
    feed = feeds.DEALER_SHEET
    english = dict(zip(feed_columns(feed), SHEET.values(), strict=True))
    assert list(feed.records([english])) == list(feed.records([SHEET]))
    [found] = sums(feed, [SHEET])
    assert {name for name, amount in found.items() if amount == 1} == {
        *("orders_signed", "units_delivered", "units_financed", "units_insured"),
    }
    assert (found["revenue_vehicle"], found["gp_front"], found["order_to_delivery_days_sum"]) == (189500, 5200.5, 13)


def feed_columns(feed: Feed) -> list[str]:
    return [column for column, _ in feed.headings]


def test_what_is_taken_back_is_reversed_on_its_day() -> None:
    feed = feeds.DEALER_SHEET
    back = {**SHEET, "退车日期": "2026-04-02"}
    [found] = sums(feed, [back])
    assert (found["units_delivered"], found["units_returned"]) == (1, 1)
    assert [found[name] for name in ("revenue_vehicle", "gp_front", "units_financed", "units_insured")] == [0] * 4
    [cancelled] = sums(feed, [{**SHEET, "退订日期": "2026-02-25", "交车日期": ""}])
    assert (cancelled["orders_signed"], cancelled["orders_cancelled"], cancelled["units_delivered"]) == (1, 1, 0)


@pytest.mark.parametrize("name", READY)
def test_every_ready_feed_says_where_its_names_come_from_and_what_to_mind(name: str) -> None:
    feed = READY[name]
    assert name in feeds.__all__
    assert feed.source
    assert feed.note
    assert {rule.measure for rule in feed.rules} <= set(sp.measures.VOCABULARY)
