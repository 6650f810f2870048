"""The style sheet, and the policy that allows it and nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

__all__ = ["STYLE", "policy"]

STYLE = """
:root{color-scheme:light dark;--ink:#1c2024;--soft:#60646c;--line:#d9dce1;--paper:#fff;--card:#f7f8fa;--mark:#2f6fd0}
@media (prefers-color-scheme:dark){
:root{--ink:#e8eaed;--soft:#a2a7b0;--line:#363a42;--paper:#14161a;--card:#1c1f25;--mark:#7aaaf0}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
h3{font-size:1.1rem;margin:0}
a{color:inherit;text-decoration-color:var(--mark);text-underline-offset:.2em}
bdi,li,dd,h1,h3{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
dt,small,caption,.back{color:var(--soft)}
dd{margin:0}
small{display:block;font-size:.8rem;font-weight:400}
code,pre{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:.82rem}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.75rem 0 0}
caption{text-align:start;font-size:.85rem;padding-bottom:.25rem}
th,td{padding:.32rem .6rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
thead th{font-size:.8rem;font-weight:600;color:var(--soft);vertical-align:bottom}
tbody th{font-weight:500}
.subject{min-width:9rem}
.number{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.lines tbody th{min-width:13rem}
.status{min-width:9rem}
.narrow table{width:auto;min-width:24rem}
.steps tbody tr:last-child>*{font-weight:700}
.bar{display:block;width:100%;min-width:5rem;height:.3rem;margin-top:.2rem;background:var(--line);border-radius:.15rem}
.bar rect{fill:var(--mark)}
.card{margin:1.25rem 0 0;padding:1rem 1.1rem 1.1rem;background:var(--card);border:1px solid var(--line);
border-radius:.5rem}
.title{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline}
.total{font-size:1.35rem;font-weight:700;font-variant-numeric:tabular-nums}
.back{margin-inline-start:auto;font-size:.8rem}
h4{font-size:.85rem;margin:.9rem 0 .2rem;color:var(--soft)}
ul{margin:0;padding-inline-start:1.2rem}
details{margin-top:.9rem}
summary{cursor:pointer}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.6rem 0 0}
@media print{
:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--card:#fff;--mark:#666}
body{max-width:none;padding:0;font-size:10pt}
.card{break-before:page;border:0;padding:0;margin:0}
.table{overflow:visible}
tr,dl,h2,h3,h4{break-inside:avoid}
thead{display:table-header-group}
.bar,.bar rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.back,.cards,details:not([open]){display:none}
}
@page{margin:14mm}
"""


def policy() -> str:
    """Return the Content-Security-Policy: nothing is loaded, nothing runs, this one style sheet applies."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
