"""Ready feeds for the standard exports of customer-relationship systems, with the names their makers document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ._conditions import Condition, Equals
from ._feed import Feed
from ._rules import Count, Days, Sum

__all__ = [
    "HUBSPOT_DEALS",
    "JIANDAOYUN",
    "PIPEDRIVE_DEALS",
    "SALESFORCE_LEADS",
    "SALESFORCE_OPPORTUNITIES",
    "SALESFORCE_QUOTAS",
    "ZOHO_DEALS",
    "ZOHO_LEADS",
]

_NOTE = (
    "A won deal is an order signed on the day it was won, and its amount stands for vehicle revenue: where it includes "
    "tax, or revenue is booked at the invoice, use feed.without('revenue_vehicle'). Amounts of several currencies are "
    "not converted: score one currency at a time. Days are those of the export's time zone."
)


def _deals(
    name: str,
    *,
    whose: str,
    deal: str,
    opened: str,
    won: Condition,
    won_on: str,
    lost: Condition,
    lost_on: str,
    amount: str,
    keys: Mapping[str, str] | None = None,
    headings: Mapping[str, Sequence[str]],
    source: str,
    note: str = _NOTE,
) -> Feed:
    """Return a feed of deals: what was opened, won and lost, each on its own day."""
    return Feed(
        name,
        whose=whose,
        keys={"deal": deal, **(keys or {})},
        rules=[
            Count("opps_opened", date=opened),
            Count("orders_signed", date=won_on, where=won),
            Sum("revenue_vehicle", amount, date=won_on, where=won),
            Days("sales_cycle_days_sum", since=opened, date=won_on, where=won),
            Count("opps_lost", date=lost_on, where=lost),
        ],
        headings={column: tuple(names) for column, names in headings.items()},
        source=source,
        note=note,
    )


SALESFORCE_OPPORTUNITIES = _deals(
    "Salesforce opportunities",
    whose="OwnerId",
    deal="Id",
    opened="CreatedDate",
    won=Equals("IsWon", True),  # noqa: FBT003  (the value it equals)
    won_on="CloseDate",
    lost=Equals("IsClosed", True) & Equals("IsWon", False),  # noqa: FBT003  (the value it equals)
    lost_on="CloseDate",
    amount="Amount",
    keys={"channel": "LeadSource"},
    headings={
        "Id": ["Opportunity ID"],
        "OwnerId": ["Owner ID", "Opportunity Owner"],
        "CreatedDate": ["Created Date"],
        "CloseDate": ["Close Date"],
        "IsClosed": ["Closed"],
        "IsWon": ["Won"],
        "LeadSource": ["Lead Source"],
    },
    source="Salesforce Field Reference, Opportunity: developer.salesforce.com/docs/platform/field-reference",
)
"""Salesforce's Opportunity: opened on `CreatedDate`, won or lost on `CloseDate` by `IsWon` and `IsClosed`."""

SALESFORCE_LEADS = Feed(
    "Salesforce leads",
    whose="OwnerId",
    date="CreatedDate",
    keys={"lead": "Id", "customer": "Id", "channel": "LeadSource"},
    rules=[Count("leads_received"), Count("leads_valid")],
    headings={
        "Id": ["Lead ID"],
        "OwnerId": ["Owner ID", "Lead Owner"],
        "CreatedDate": ["Created Date"],
        "LeadSource": ["Lead Source"],
    },
    source="Salesforce Field Reference, Lead: developer.salesforce.com/docs/platform/field-reference",
    note=(
        "Every lead counts as one customer, on the day it arrived. A converted lead became an opportunity, which is "
        "not a sale: leads_won is not fed."
    ),
)
"""Salesforce's Lead: received on `CreatedDate`."""

SALESFORCE_QUOTAS = Feed(
    "Salesforce quotas",
    whose="QuotaOwnerId",
    date="StartDate",
    rules=[
        Sum("target_revenue", "QuotaAmount", covers=1),
        Sum("target_units", "QuotaQuantity", covers=1),
    ],
    headings={
        "QuotaOwnerId": ["Quota Owner ID"],
        "StartDate": ["Start Date"],
        "QuotaAmount": ["Quota Amount"],
        "QuotaQuantity": ["Quota Quantity"],
    },
    source="Salesforce Object Reference, ForecastingQuota: developer.salesforce.com/docs/platform/object-reference",
    note="Quotas of months; those of quarters need covers=3 in both rules. One forecast type at a time.",
)
"""Salesforce's ForecastingQuota: target rows that cover the month from `StartDate`."""

HUBSPOT_DEALS = _deals(
    "HubSpot deals",
    whose="hubspot_owner_id",
    deal="hs_object_id",
    opened="createdate",
    won=Equals("dealstage", "closedwon", "Closed Won", "Closed won"),
    won_on="closedate",
    lost=Equals("dealstage", "closedlost", "Closed Lost", "Closed lost"),
    lost_on="closedate",
    amount="amount",
    headings={
        "hs_object_id": ["Record ID", "Deal ID"],
        "hubspot_owner_id": ["Deal owner", "Deal Owner"],
        "createdate": ["Create Date", "Create date"],
        "closedate": ["Close Date", "Close date"],
        "dealstage": ["Deal Stage", "Deal stage"],
        "amount": ["Amount"],
    },
    source="HubSpot's default deal properties: knowledge.hubspot.com/crm-deals/hubspots-default-deal-properties",
    note=f"The stages are those of the default pipeline; a pipeline of your own has other ids. {_NOTE}",
)
"""HubSpot's deals: opened on `createdate`, won or lost on `closedate` by `dealstage`."""

PIPEDRIVE_DEALS = _deals(
    "Pipedrive deals",
    whose="owner_name",
    deal="id",
    opened="add_time",
    won=Equals("status", "won", "Won"),
    won_on="won_time",
    lost=Equals("status", "lost", "Lost"),
    lost_on="lost_time",
    amount="value",
    headings={
        "id": ["ID", "Deal - ID"],
        "owner_name": ["Owner", "Deal - Owner"],
        "add_time": ["Deal created", "Deal - Deal created"],
        "won_time": ["Won time", "Deal - Won time"],
        "lost_time": ["Lost time", "Deal - Lost time"],
        "status": ["Status", "Deal - Status"],
        "value": ["Value", "Deal - Value"],
    },
    source="Pipedrive API, Deals: developers.pipedrive.com/docs/api/v1/Deals",
)
"""Pipedrive's deals: opened on `add_time`, won on `won_time`, lost on `lost_time`, by `status`."""

ZOHO_DEALS = _deals(
    "Zoho CRM deals",
    whose="Deal Owner",
    deal="Record Id",
    opened="Created Time",
    won=Equals("Stage", "Closed Won"),
    won_on="Closing Date",
    lost=Equals("Stage", "Closed Lost", "Closed-Lost to Competition", "Closed Lost to Competition"),
    lost_on="Closing Date",
    amount="Amount",
    keys={"channel": "Lead Source"},
    headings={
        "Record Id": ["id", "Deal Id"],
        "Deal Owner": ["Owner"],
        "Created Time": ["Created_Time"],
        "Closing Date": ["Closing_Date"],
        "Lead Source": ["Lead_Source"],
    },
    source="Zoho CRM, standard fields in Deals: zoho.com/crm/help/opportunities/standard-fields.html",
    note=f"The closing date of an open deal is expected, and is not read. {_NOTE}",
)
"""Zoho CRM's Deals: opened on `Created Time`, won or lost on `Closing Date` by `Stage`."""

ZOHO_LEADS = Feed(
    "Zoho CRM leads",
    whose="Lead Owner",
    date="Created Time",
    keys={"lead": "Record Id", "customer": "Record Id", "channel": "Lead Source"},
    rules=[
        Count("leads_received"),
        Count("leads_valid", where=~Equals("Lead Status", "Junk Lead")),
    ],
    headings={
        "Record Id": ["id", "Lead Id"],
        "Lead Owner": ["Owner", "线索所有者"],
        "Created Time": ["Created_Time", "创建时间"],
        "Lead Source": ["Lead_Source", "线索来源"],
        "Lead Status": ["Lead_Status", "线索状态"],
    },
    source=(
        "Zoho CRM, standard fields in Leads: help.zoho.com; in Chinese "
        "zoho.com.cn/crm/help/customization/standard-fields.html"
    ),
    note="Every lead that is no junk counts as one customer, on the day it arrived.",
)
"""Zoho CRM's Leads: received on `Created Time`, valid unless `Lead Status` says junk."""

JIANDAOYUN = _deals(
    "简道云 deals",
    whose="负责人",
    deal="数据ID",
    opened="提交时间",
    won=Equals("商机阶段", "赢单", "成交", "已成交"),
    won_on="成交日期",
    lost=Equals("商机阶段", "输单", "战败", "丢单"),
    lost_on="成交日期",
    amount="成交金额",
    headings={
        "数据ID": ["_id", "商机编号"],
        "负责人": ["销售负责人", "销售顾问"],
        "提交时间": ["createTime"],
        "商机阶段": ["阶段", "销售阶段"],
        "成交日期": ["结单日期", "实际成交日期"],
        "成交金额": ["商机金额"],
    },
    source="简道云, system fields of forms and data: hc.jiandaoyun.com/open/10993, hc.jiandaoyun.com/doc/13927",
    note=(
        "数据ID and 提交时间 are the system's fields; the others are a form's own, under the names dealers commonly "
        f"give them: name yours in headings=. The closing day of a lost deal stands in 成交日期 too. {_NOTE}"
    ),
)
"""Deals of a 简道云 form with Chinese headings: opened on 提交时间, won or lost on 成交日期 by 商机阶段."""
