"""dancu as a container for one test run, with testcontainers of PyPI: copy the class into your conftest.py."""

import json
import os
import urllib.request

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy


class Dancu(DockerContainer):
    """A registry of the tests' own; `with Dancu() as dancu:` starts and ends it."""

    key = "ci-key"

    def __init__(self) -> None:
        super().__init__(os.environ.get("DANCU_IMAGE", "localhost/dancu:0.1.0"))
        self.with_exposed_ports(8080).with_env("DANCU_ADMIN_KEY", self.key)
        self.waiting_for(HttpWaitStrategy(8080, "/readyz"))

    @property
    def base_url(self) -> str:
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(8080)}"


if __name__ == "__main__":
    person = {"number": "042085000488", "full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12"}
    with Dancu() as dancu:
        headers = {"X-API-Key": dancu.key, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{dancu.base_url}/v1/match", json.dumps(person).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["outcome"] == "match"
    print("testcontainers: match")
