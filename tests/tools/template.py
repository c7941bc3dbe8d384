"""A migration of one parent, as a template."""


def template(rev, down, up, undo, doc=None, top=""):
    """`down`: the parent's id, or None; `up`, `undo`: what stands in the two defs; `top`: in front of them."""
    parent = f'"{down}"' if down else None
    said = f"<%doc>\n{doc}\n</%doc>\n" if doc else ""
    return (f'{said}<%!\nrevision = "{rev}"\ndown_revision = {parent}\n%>\n{top}'
            f'<%def name="upgrade()">\n{up}\n</%def>\n<%def name="downgrade()">\n{undo}\n</%def>\n')
