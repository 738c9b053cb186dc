from lxml import etree

from aggregator.extraction.page.walk import Walk

def walk(root: etree._Element) -> Walk: ...
