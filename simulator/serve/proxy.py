"""What a proxy on this machine says about whom it speaks for. From anywhere else, nothing that is said is believed."""

from ipaddress import ip_address

from tornado.httputil import HTTPServerRequest


def sender(request: HTTPServerRequest, *, trust_proxy: bool) -> str:
    """The address a request came from: of what a trusted proxy has noted the last that is not a proxy itself.

    A visitor may send such a note too; the proxy's own stands behind it.
    """
    peer = request.remote_ip or ""
    if not trust_proxy or not _is_loopback(peer):
        return peer
    noted = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    return next((each for each in reversed(noted) if each and not _is_loopback(each)), peer)


def spoken_plainly(request: HTTPServerRequest) -> bool:
    """Whether a proxy on this machine says that the visitor's connection to it was not secure."""
    noted = request.headers.get("X-Forwarded-Proto", "").strip().lower()
    return noted == "http" and _is_loopback(request.remote_ip or "")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
