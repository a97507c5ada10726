import pytest
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator

from config.asgi import application


async def test_a_socket_that_does_not_exist_is_refused():
    socket = WebsocketCommunicator(
        application, "/ws/nowhere/", headers=[(b"origin", b"http://testserver")]
    )

    connected, _ = await socket.connect()

    assert not connected


async def test_a_quiet_socket_is_not_given_up():
    """While nothing happens a socket reads for seconds; redis-py gives up reading by itself."""
    layer = get_channel_layer()
    if not hasattr(layer, "brpop_timeout"):
        pytest.skip("The in-memory layer reads no socket; the other stack has one.")
    connection = layer.connection(0)

    limit = connection.connection_pool.connection_kwargs["socket_timeout"]

    assert limit is None or limit > layer.brpop_timeout
