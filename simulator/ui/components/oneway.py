"""The base of our widgets: traits travel to the browser, and only messages come back.

A page's websocket can be spoken to by anyone who holds the page, so nothing it says is taken as state: an update of
a trait from there is dropped, and a message is passed on only by a widget that has checked its shape.
"""

from typing import Any

import anywidget


class OneWay(anywidget.AnyWidget):
    def show(self, **traits: Any) -> None:
        """Sets these traits and sends what changed as one update."""
        if unknown := [name for name in traits if not self.has_trait(name)]:
            raise TypeError(f"{type(self).__name__} does not show {', '.join(unknown)}")
        with self.hold_sync():
            for name, value in traits.items():
                setattr(self, name, value)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """What a browser says a trait should be: dropped."""
