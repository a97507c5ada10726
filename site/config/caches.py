"""Redis as the cache, with clients that stay."""

from typing import Any

from django.core.cache.backends import redis


class LastingClient(redis.RedisCacheClient):
    """Django makes a new client for each command, which costs more than the command itself.

    A client holds nothing but its pool of connections, and many threads may use one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lasting: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._lasting:
            self._lasting[write] = super().get_client(key, write=write)
        return self._lasting[write]


class RedisCache(redis.RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClient
