"""How strong topical corticosteroids are: the whole chart, or the products that are asked about."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Composer
from knowledge.model import Citation
from knowledge.tables import POTENCIES, Product

TOPIC = "potency"


def chart(composer: Composer, asked: Sequence[str]) -> list[str]:
    """The lines of the potency chart.

    Args:
        composer: of the answer.
        asked: ids of the topical products that the question names; none for the chart by groups.
    """
    products = composer.knowledge.products
    named = [products[product] for product in asked if product in products]
    steroids = [product for product in named if product.forms]
    others = [_without_a_group(composer, product) for product in named if not product.potency]
    return [*(_substances(composer, steroids) if steroids else []), *others] or _groups(composer)


def _without_a_group(composer: Composer, product: Product) -> str:
    """What is said of a product that stands in no group."""
    known = "potency-unverified" if product.kind == "tcs" else "no-potency"
    return f"{product.name.capitalize()}: {composer.notice(known)}"


def _substances(composer: Composer, named: Sequence[Product]) -> list[str]:
    """Each substance with its formulations; the strongest of those that are named first, and of each what was named."""
    lines = []
    for substance in dict.fromkeys(p.substance for p in sorted(named, key=_rank)):
        rows = [p for p in composer.knowledge.products.values() if p.substance == substance and p.potency]
        rows.sort(key=lambda p: p not in named)
        said = "; ".join(f"**{_words(p)}** as {', '.join(p.forms)}" for p in rows)
        lines.append(f"- {substance.capitalize()}: {said}. {_cite(composer, rows)}")
    return lines


def _groups(composer: Composer) -> list[str]:
    """The four groups, each with its substances."""
    lines = []
    for potency in POTENCIES:
        rows = [p for p in composer.knowledge.products.values() if p.potency == potency and p.forms]
        names = "; ".join(f"{p.substance} {', '.join(form.split(' (')[0] for form in p.forms)}" for p in rows)
        lines.append(f"- **{_words(rows[0]).capitalize()}:** {names}. {_cite(composer, rows)}")
    return lines


def _words(product: Product) -> str:
    return str(product.potency).replace("-", " ")


def _rank(product: Product) -> int:
    return POTENCIES.index(str(product.potency))


def _cite(composer: Composer, rows: Sequence[Product]) -> str:
    return composer.cite(Citation(source) for source in dict.fromkeys(p.source for p in rows) if source)
