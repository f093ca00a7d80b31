"""Calls every operation of the WSDLs with zeep: python call_national_wire.py ENDPOINT NUMBER NAME yyyyMMdd

Each operation is asked about this person and about somebody who does not exist. Prints a JSON array of
{"wsdl", "operation", "asked", "found"}; whatever zeep does not understand ends the program with 1 and the reason.
"""

import base64
import hashlib
import json
import sys
import time

import zeep
from requests.auth import AuthBase

USER = "demo"
SECRET = "demo-secret"
SV_URL = "https://ndxp.example/csdldc/tracuu"

# Which WSDL stands behind which question mark.
DESCRIPTIONS = {"ndxp": "?wsdl", "ndxp-qcvn109": "?wsdl=qcvn109"}
# The service code, where there is one.
CODES = {
    "TraCuuThongTinCongDan": "037",
    "XacThucThongTinCongDan": "033",
    "TraCuuThongTinHoGiaDinh": "034",
    "XacThucThongTinHoGiaDinh": "032",
}


class NationalAuth(AuthBase):
    """A fresh timestamp and its hash on each request, as W1, W2 and W7 compute them."""

    def __call__(self, request):
        timestamp = str(time.time_ns() // 1_000_000)
        digest = hashlib.sha256((SV_URL + USER + timestamp + SECRET).encode()).hexdigest()
        basic = base64.b64encode(f"{USER}:{digest}".encode()).decode()
        request.headers["Timestamp"] = timestamp
        request.headers["Authorization"] = f"Basic {basic}"
        return request


def request_of(operation, number, name, date):
    """The children of the request, in the order of the schema."""
    is_relatives = operation == "XacMinhThongTinNhanThan"
    return {
        "MaYeuCau": f"ZEEP{time.time_ns()}",
        "MaDVC": "1.004222",
        "MaTichHop": CODES.get(operation),
        "MaCanBo": "canbo.test",
        "SoDinhDanh": number,
        "HoVaTen": name,
        "NgayThangNamSinh": date if is_relatives else {"NgayThangNam": date},
    }


def is_found(answer, number):
    """Whether the answer knows the person; somebody else in the place of the person is a failure."""
    # zeep gives the one child of an answer without its wrapper: a truth value or the list of people.
    if isinstance(answer, bool):
        return answer
    people = answer if isinstance(answer, list) else getattr(answer, "CongDan", None)
    if not people:
        return False
    if all(person.SoDinhDanh != number for person in people):
        raise ValueError("somebody else was answered")
    for person in people:
        if not (person.HoVaTen and person.HoVaTen.Ten):
            raise ValueError("a person without a name was answered")
    return True


def main():
    endpoint, number, name, date = sys.argv[1:]
    told = []
    for wsdl, query in DESCRIPTIONS.items():
        client = zeep.Client(endpoint + query)
        client.transport.session.auth = NationalAuth()
        for service in client.wsdl.services.values():
            for port in service.ports.values():
                for operation in port.binding.all():
                    call = getattr(client.service, operation)
                    for asked, who in {"known": name, "unknown": "KHONG CO AI"}.items():
                        answer = call(**request_of(operation, number, who, date))
                        found = is_found(answer, number)
                        told.append({"wsdl": wsdl, "operation": operation, "asked": asked, "found": found})
    print(json.dumps(told))


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
