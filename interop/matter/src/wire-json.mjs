// SPDX-License-Identifier: Apache-2.0
// JSON as the bridge API writes it: 64-bit numbers are bare digits, read and written exactly.
const MARK = "\u0001big:";
const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** Parses text; integers beyond 2^53 become BigInt. */
export function parse(text) {
  let marked;
  try {
    marked = text.replace(NUMBER_OR_STRING, (word) => (word.startsWith('"') || Number.isSafeInteger(Number(word)) ? word : `"\\u0001big:${word}"`));
    return JSON.parse(marked, (_, value) => (typeof value === "string" && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value));
  } catch {
    return JSON.parse(text); // fails again, with the text's own words
  }
}

export function stringify(value) {
  return JSON.stringify(value, (_, each) => (typeof each !== "bigint" ? each
    : each <= BigInt(Number.MAX_SAFE_INTEGER) && each >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(each) : `${MARK}${each}`))
    .replace(/"\\u0001big:(-?\d+)"/g, "$1");
}

/** Node ids as keys: the same whether a number or a BigInt came. */
export const idKey = (id) => BigInt(id).toString();
