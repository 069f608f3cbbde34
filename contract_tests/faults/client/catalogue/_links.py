"""Faults in how a list is read from link to link."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "links.not-followed",
        "The link to the next page is not followed.",
        (Edit("_routes.py", "return self._next if is_known else None", "return None"),),
        tests=("test_links.py::test_links_are_followed_as_they_are",),
        needs="pages with links",
    ),
    ClientFault(
        "links.followed-elsewhere",
        "A link to another origin is followed, and the key goes with it.",
        (Edit("_routes.py", "if not same_origin(address, self._base_url):", "if False:"),),
        tests=("test_links.py::test_credentials_do_not_leave_the_origin",),
        needs="pages with links",
    ),
    ClientFault(
        "links.followed-in-circles",
        "A link back to a page that was read is followed.",
        (
            Edit("_routes.py", "if address in self._visited:", "if False:"),
            Edit(
                "_walk.py",
                "repeated = self._seen.repeated(map(identity, items), self._total)",
                "repeated: frozenset[int] = frozenset()",
            ),
        ),
        tests=(
            "test_links.py::test_a_link_to_itself",
            "test_links.py::test_a_link_to_a_page_before",
        ),
        needs="pages with links",
        is_endless=True,
    ),
    ClientFault(
        "links.empty-pages-for-ever",
        "Links are followed while there are any, though every page is empty.",
        (
            Edit(
                "_routes.py",
                ("if not count:\n            return"),
                ("if False:\n            return"),
            ),
        ),
        tests=("test_links.py::test_an_empty_page_that_leads_on",),
        needs="pages with links",
        is_endless=True,
    ),
    ClientFault(
        "links.relative-to-the-server",
        "A relative link is resolved against the API's address, not the page's.",
        (
            Edit(
                "_routes.py",
                "address = absolute(self._address(step), link)",
                "address = absolute(self._base_url, link)",
            ),
        ),
        tests=("test_links.py::test_links_are_followed_as_they_are",),
        needs="pages with links",
    ),
    ClientFault(
        "links.caller-parameters-lost",
        "The caller's extra parameters are not sent with links.",
        (
            Edit(
                "_routes.py",
                "address = add_missing(address, self._params.items())",
                "address = address + ''",
            ),
        ),
        tests=("test_links.py::test_parameters_go_with_every_link",),
        needs="pages with links",
    ),
    ClientFault(
        "links.written-anew",
        "A link is decoded and encoded anew.",
        (
            Edit(
                "_routes.py",
                "self._next = Step(step.number + 1, address)",
                'self._next = Step(step.number + 1, address.replace("%20", "+"))',
            ),
        ),
        tests=("test_links.py::test_links_are_followed_as_they_are",),
        needs="pages with links",
    ),
    ClientFault(
        "links.empty-text-followed",
        "An empty link is followed, though it says that there is none.",
        (
            Edit(
                "_routes.py",
                "if not isinstance(link, str) or not link:",
                "if not isinstance(link, str):",
            ),
        ),
        tests=("test_links.py::test_links_are_followed_as_they_are",),
        needs="pages with links",
    ),
    ClientFault(
        "links.no-address-escapes",
        "A link that is no address raises an error of the HTTP library.",
        (
            Edit(
                "_http.py",
                ("    except httpx.InvalidURL:\n        return None"),
                ("    except ZeroDivisionError:\n        return None"),
            ),
        ),
        tests=("test_links.py::test_a_link_that_is_no_address",),
        needs="pages with links",
    ),
    ClientFault(
        "links.size-without-limit",
        "A limit is no page size: a page is received that is larger or smaller than it takes.",
        (
            Edit(
                "_requests.py",
                "query = _sized(operation, query, options.limit)",
                "query = _sized(operation, query, None)",
            ),
        ),
        tests=("test_links.py::test_a_limit_as_the_page_size",),
        needs="pages with links",
    ),
    ClientFault(
        "links.size-overridden",
        "A limit goes before the page size that was passed.",
        (Edit("_requests.py", " or query[size] is not None", ""),),
        tests=("test_links.py::test_a_limit_as_the_page_size",),
        needs="pages with links",
    ),
    ClientFault(
        "links.size-beyond-bounds",
        "A limit beyond the largest page is refused as a page size that nobody passed.",
        (Edit("_requests.py", "min(limit, bounds.maximum)", "limit"),),
        tests=("test_links.py::test_a_limit_as_the_page_size",),
        needs="pages with links",
    ),
)
