"""Three tests of a portal that links accounts to citizens, and the portal: a stand-in for yours.

REGISTRY_URL and REGISTRY_KEY say which registry it asks. One test in a process of its own: python3 portal_tests.py
Linking.test_at_once
"""

import json
import os
import time
import unittest
import urllib.error
import urllib.request

PATIENCE = 5.0  # seconds that the portal waits for the registry
TRIES = 2

AN = {"number": "001090000020", "full_name": "Nguyễn Văn An", "date_of_birth": "1990-03-01"}
BINH = {"number": "001190000015", "full_name": "Trần Thị Bình", "date_of_birth": "1990-02-03"}
CHI = {"number": "001185000012", "full_name": "Lê Thị Chi", "date_of_birth": "1985-11-30"}


def link(person: dict) -> str:
    """What the portal tells a citizen who types these data: linked, wrong_data, or later."""
    request = urllib.request.Request(
        os.environ["REGISTRY_URL"] + "/v1/match",
        json.dumps(person).encode(),
        {"X-API-Key": os.environ["REGISTRY_KEY"], "Content-Type": "application/json"},
    )
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return "linked" if json.load(answer)["outcome"] == "match" else "wrong_data"
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
        except TimeoutError:
            return "later"
    return "later"


class Linking(unittest.TestCase):
    def test_at_once(self) -> None:
        self.assertEqual(link(AN), "linked")
        self.assertEqual(link({**AN, "date_of_birth": "1990-03-02"}), "wrong_data")

    def test_a_slow_registry_is_waited_for(self) -> None:
        begin = time.monotonic()
        self.assertEqual(link(BINH), "linked")
        self.assertGreaterEqual(time.monotonic() - begin, 1.0)

    def test_a_failing_registry_is_asked_again(self) -> None:
        self.assertEqual(link(CHI), "linked")


if __name__ == "__main__":
    unittest.main()
