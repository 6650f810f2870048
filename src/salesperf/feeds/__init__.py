"""Feeds."""
from ._conditions import AllOf, AnyOf, Condition, Dated, Equals, InRange, IsSet, Later, Not
from ._errors import FeedError
from ._feed import CreditColumns, Feed
from ._rules import Count, Days, First, Months, Rule, Sum
