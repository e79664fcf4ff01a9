"""What Jupyter asks of a visitor, answered from what the door has found out: who it is, which kernels are theirs."""

from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web

from simulator.serve.door import visitor_of


class FromTheDoor(IdentityProvider):
    """Nobody comes here but through the door."""

    def __init__(self, **kwargs: Any) -> None:
        # Voilà passes a token and a login page of its own; the door replaces both.
        super().__init__(parent=kwargs.get("parent"), log=kwargs.get("log"), token="")

    def get_user(self, handler: web.RequestHandler) -> User:
        """Raises 403 for whoever did not come through the door.

        On GET it touches the `_xsrf` cookie: without it a page that closes may not shut its kernel down.
        """
        visitor = visitor_of(handler.request)
        if visitor is None:
            raise web.HTTPError(403)
        user = User(username=visitor.person.id)
        if handler.request.method == "GET":
            handler.current_user = user
            handler.xsrf_token  # noqa: B018 - reading it sets the cookie
        return user

    def get_handlers(self) -> list[tuple[str, object]]:
        return []

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Never: so origin and xsrf checks are never waived."""
        return False


class OwnKernels(Authorizer):
    """A kernel can be reached by the sign-in whose page started it; to everybody else it does not exist."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:  # noqa: ARG002
        """Raises 404, as for a kernel that never was, where it is not theirs."""
        kernel_id = handler.path_kwargs.get("kernel_id")
        visitor = visitor_of(handler.request)
        if resource == "kernels" and visitor and handler.kernel_manager.is_of(kernel_id, visitor):
            return True
        raise web.HTTPError(404)
