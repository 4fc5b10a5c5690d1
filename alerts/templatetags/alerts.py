from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> SafeString:
    """Return what the page has in its block ``title``; a template can't say a block twice."""
    assert context.render_context is not None
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    text: SafeString = block.render(context)
    return text
