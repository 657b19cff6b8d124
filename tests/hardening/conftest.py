"""Pages opened in a process of these tests do no work that nobody asked for, as in the tests of the app."""

from tests.app.conftest import engine_at_hand  # noqa: F401
