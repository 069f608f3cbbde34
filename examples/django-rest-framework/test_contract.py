"""The shop does what its document says."""

import os

import django
import httpx
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

import rollcall

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

document = rollcall.from_asgi("/schema/", get_asgi_application())
shop = rollcall.Target("http://shop.test", transport=httpx.WSGITransport(get_wsgi_application()))
contract = rollcall.contract(document, shop)


@contract.parametrize()
def test_contract(case: rollcall.Case) -> None:
    """Check one law on one list, or send generated requests."""
    case.check()
