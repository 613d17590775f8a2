// SPDX-License-Identifier: Apache-2.0
// Between matter.js values and the JSON of the bridge API: structs by tag in attributes, by name in answers and events,
// octet strings as base64, bitmaps as numbers, times as seconds since 2000.
import { Matter } from "@matter/model";
import { TlvOfModel } from "@matter/types";

const NULL = 20, STRUCT = 21, ARRAY = 22, LIST = 23, END = 24, BOOLEAN = 8, BYTES = 16;
const MATTER_EPOCH_S = 946_684_800;

const base64 = (bytes) => Buffer.from(bytes.buffer ? bytes : new Uint8Array(bytes)).toString("base64");
const memberById = (model, id) => [...(model?.members ?? [])].find((m) => m.id === id);

/** Walks one element and returns [json, next position]. `named` chooses names or tags for struct members. */
function walk(elements, at, model, named) {
  const { typeLength, value } = elements[at];
  switch (typeLength.type) {
    case NULL: return [null, at + 1];
    case BOOLEAN: return [typeLength.value, at + 1];
    case BYTES: return [base64(value), at + 1];
    case STRUCT: case LIST: {
      const object = {};
      at++;
      while (elements[at].typeLength.type !== END) {
        const { id } = elements[at].tag;
        const member = memberById(model, Number(id));
        const [json, next] = walk(elements, at, member, named);
        if (!named || !member) object[id] = json;
        else {
          object[chipName(member.propertyName)] = json;
          if (member.propertyName === "userUniqueId") object.userUniqueId = json; // both spellings, as the server does
        }
        at = next;
      }
      return [object, at + 1];
    }
    case ARRAY: {
      const array = [];
      at++;
      while (elements[at].typeLength.type !== END) {
        const [json, next] = walk(elements, at, model?.listEntry, named);
        array.push(json);
        at = next;
      }
      return [array, at + 1];
    }
    default: return [value, at + 1];
  }
}

const chipName = (name) => (name === "userUniqueId" ? "userUniqueID" : name);

function encode(model, value, named) {
  const schema = value === undefined ? undefined : TlvOfModel(model);
  return schema === undefined ? null : walk(schema.encodeTlv(value), 0, model, named)[0];
}

export const attributeModel = (cluster, attribute) => Matter.clusters(cluster)?.attributes(attribute) ?? Matter.attributes(attribute);

/** An attribute's value as JSON, undefined when the model does not know the attribute. */
export function attributeJson(cluster, attribute, value) {
  const model = attributeModel(cluster, attribute);
  return model === undefined ? undefined : encode(model, value, false);
}

export function eventJson(cluster, event, value) {
  const model = Matter.clusters(cluster)?.events(event);
  if (model === undefined || value === undefined || value === null || [...model.members].length === 0) return null;
  const fields = encode(model, value, true);
  for (const member of model.members) if (!(chipName(member.propertyName) in fields) && member.effectiveQuality.nullable) fields[chipName(member.propertyName)] ??= null;
  return fields;
}

export const responseJson = (model, value) => encode(model, value, true);

/** JSON of a request to a library value; names in any case, unknown names ignored, null for what cannot be null left out. */
export function requestValue(model, json) {
  if (json === null || json === undefined) return json;
  switch (model?.effectiveMetatype) {
    case "object": return typeof json === "object" ? structValue(model, json) : json;
    case "array": return Array.isArray(json) ? json.map((each) => requestValue(model.listEntry, each)) : json;
    case "bytes": return typeof json === "string" ? Uint8Array.from(atob(json), (c) => c.charCodeAt(0)) : json;
    case "bitmap": return typeof json === "number" ? flags(model, json) : json;
    case "integer": case "date":
      return ["epoch-s"].includes(model.effectiveType) && typeof json === "number" ? json + MATTER_EPOCH_S : json;
    default: return json;
  }
}

function structValue(model, json) {
  const value = {};
  for (const member of model.members) {
    const name = Object.keys(json).find((key) => key.toLowerCase() === member.propertyName.toLowerCase());
    if (name === undefined || (json[name] === null && !member.nullable && member.effectiveConformance?.toString() !== "M")) continue;
    value[member.propertyName] = requestValue(member, json[name]);
  }
  return value;
}

function flags(model, number) {
  const value = {};
  for (const bit of model.members) {
    const { constraint } = bit;
    const low = constraint?.value ?? constraint?.min ?? 0, high = constraint?.value ?? (constraint?.max !== undefined ? constraint.max - 1 : low);
    const width = high - low + 1;
    value[bit.propertyName] = width === 1 ? Boolean((number >> low) & 1) : (number >> low) & ((1 << width) - 1);
  }
  return value;
}
