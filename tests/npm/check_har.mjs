// Says what is wrong with an HTTP archive (HAR 1.2) on standard input, by the schemas of har-schema.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const require = createRequire(import.meta.url);
const schemas = require("har-schema");
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
for (const [name, schema] of Object.entries(schemas)) {
  if (name !== "har") ajv.addSchema(schema);
}
const validate = ajv.compile(schemas.har);
if (!validate(JSON.parse(readFileSync(0, "utf8")))) {
  console.error(ajv.errorsText(validate.errors, { separator: "\n" }));
  process.exit(1);
}
console.log("valid");
