// Calls every operation of the WSDLs with soap of npm: node call_national_wire.mjs ENDPOINT NUMBER NAME yyyyMMdd
//
// Each operation is asked about this person and about somebody who does not exist. Prints a JSON array of
// {wsdl, operation, asked, found}; whatever the client does not understand ends the program with 1 and the reason.
import { createHash } from "node:crypto";
import soap from "soap";

const USER = "demo";
const SECRET = "demo-secret";
const SV_URL = "https://ndxp.example/csdldc/tracuu";

// Which WSDL stands behind which question mark.
const DESCRIPTIONS = { ndxp: "?wsdl", "ndxp-qcvn109": "?wsdl=qcvn109" };
// The service code, where there is one.
const CODES = {
  TraCuuThongTinCongDan: "037",
  XacThucThongTinCongDan: "033",
  TraCuuThongTinHoGiaDinh: "034",
  XacThucThongTinHoGiaDinh: "032",
};

/** A fresh timestamp and its hash, as W1, W2 and W7 compute them. */
function nationalHeaders() {
  const timestamp = String(Date.now());
  const hash = createHash("sha256").update(SV_URL + USER + timestamp + SECRET).digest("hex");
  const basic = Buffer.from(`${USER}:${hash}`).toString("base64");
  return { Timestamp: timestamp, Authorization: `Basic ${basic}` };
}

/** The children of the request, in the order of the schema. */
function requestOf(operation, number, name, date) {
  const isRelatives = operation === "XacMinhThongTinNhanThan";
  const code = CODES[operation];
  return {
    MaYeuCau: `NPM${process.hrtime.bigint()}`,
    MaDVC: "1.004222",
    ...(code && { MaTichHop: code }),
    MaCanBo: "canbo.test",
    SoDinhDanh: number,
    HoVaTen: name,
    NgayThangNamSinh: isRelatives ? date : { NgayThangNam: date },
  };
}

/** Whether the answer knows the person; somebody else in the place of the person is a failure. */
function isFound(operation, answer, number) {
  if (operation.startsWith("XacThuc")) {
    if (typeof answer?.TonTai !== "boolean") throw new Error("TonTai is no truth value");
    return answer.TonTai;
  }
  const people = answer?.CongDan;
  if (people === undefined) return false;
  if (!Array.isArray(people)) throw new Error("the people are no list");
  if (people.every((person) => person.SoDinhDanh !== number)) throw new Error("somebody else was answered");
  if (!people.every((person) => person.HoVaTen?.Ten)) throw new Error("a person without a name was answered");
  return true;
}

async function callAll([endpoint, number, name, date]) {
  const told = [];
  for (const [wsdl, query] of Object.entries(DESCRIPTIONS)) {
    const client = await soap.createClientAsync(endpoint + query);
    const ports = Object.values(client.describe()).flatMap((service) => Object.values(service));
    for (const operation of ports.flatMap((port) => Object.keys(port))) {
      for (const [asked, who] of Object.entries({ known: name, unknown: "KHONG CO AI" })) {
        client.clearHttpHeaders();
        for (const [header, value] of Object.entries(nationalHeaders())) client.addHttpHeader(header, value);
        const [answer] = await client[`${operation}Async`](requestOf(operation, number, who, date));
        told.push({ wsdl, operation, asked, found: isFound(operation, answer, number) });
      }
    }
  }
  return told;
}

try {
  console.log(JSON.stringify(await callAll(process.argv.slice(2))));
} catch (error) {
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
