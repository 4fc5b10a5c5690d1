from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from accounts.site_name import DEFAULT

register = template.Library()


class NamedNode(template.Node):
    """Django's own block tags hide the blocks of a template that are inside of them; this one doesn't."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        title = self.nodelist.render(context).strip()
        name = getattr(context.get("look"), "name", DEFAULT)
        if name == DEFAULT or not title.endswith(DEFAULT):
            return mark_safe(title)
        return mark_safe(title.removesuffix(DEFAULT) + conditional_escape(name))


@register.tag
def named(parser: Parser, token: Token) -> NamedNode:
    """Say a page's title, which our templates end with Parley, with the name of this site instead."""
    nodelist = parser.parse(("endnamed",))
    parser.delete_first_token()
    return NamedNode(nodelist)
