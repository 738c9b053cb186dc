"""The store as web pages: Starlette routes that read and never write; see application.py for what there is."""

from aggregator.web.application import application

__all__ = ["application"]
