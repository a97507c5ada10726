from channels.testing import WebsocketCommunicator

from config.asgi import application


async def test_a_socket_that_does_not_exist_is_refused():
    socket = WebsocketCommunicator(
        application, "/ws/nowhere/", headers=[(b"origin", b"http://testserver")]
    )

    connected, _ = await socket.connect()

    assert not connected
