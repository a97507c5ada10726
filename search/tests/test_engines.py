"""SRC-01: a search server is chosen by its address, and its silence breaks nothing."""

import pytest

from search import engines, views


@pytest.fixture
def _silent_server(monkeypatch):
    class Unreachable(Exception):
        """Stands for what the client of a search server raises."""

    def ask(request):
        raise Unreachable

    monkeypatch.setattr(engines, "SERVER_ERRORS", (Unreachable,))
    monkeypatch.setattr(views, "scope_of", ask)


@pytest.mark.usefixtures("_silent_server")
def test_a_server_that_does_not_answer_leaves_a_word_and_a_way_on(client, db):
    response = client.get("/search/?q=stars")

    assert response.status_code == 503
    assert "Search does not answer at the moment" in response.content.decode()
    assert 'href="/courses/"' in response.content.decode()


@pytest.mark.usefixtures("_silent_server")
def test_suggestions_of_a_silent_server_are_none(client, db):
    response = client.get("/search/suggest/?q=stars")

    assert response.status_code == 200
    assert "option" not in response.content.decode()
