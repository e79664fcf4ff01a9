"""Publishing step by step, as values: what it would do, whether that is still so, and what came of it. No widget."""

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.services.author.publishing import Publishing


class Releasing(HasTraits):
    """`preview` is what publishing would do, None before it was asked for; `outcome` what was published.

    `changed`: the text has changed since the preview, so nothing is published before another one. `remark` says why
    what was confirmed was not done.
    """

    preview = Any(None)
    outcome = Any(None)
    changed = Bool(False)
    remark = Unicode("")

    def __init__(self, publishing: Publishing) -> None:
        super().__init__()
        self._publishing = publishing

    def begin(self) -> None:
        """Forget what was seen before."""
        with self.hold_trait_notifications():
            self.preview, self.outcome, self.changed, self.remark = None, None, False, ""

    def look(self, text: str) -> None:
        """What publishing a text would do; nothing is stored."""
        self.preview = self._publishing.preview(text)

    def compare(self, text: str) -> None:
        """Tell whether the preview is still that of the text."""
        self.changed = self.preview is not None and self.preview.text != text

    def confirm(self) -> None:
        """Publish what was previewed, once. Raises `StoreError` where it cannot be kept."""
        if self.preview is None or not self.preview.can_publish or self.changed or self.outcome:
            return
        outcome = self._publishing.publish(self.preview)
        with self.hold_trait_notifications():
            if outcome.publication:
                self.outcome, self.remark = outcome, ""
            else:  # somebody else was first: what it would do now
                self.preview, self.remark = outcome.preview, outcome.sentence
