// SPDX-License-Identifier: Apache-2.0
// ASH v2 frames as bytes: stuffing, checksum, randomisation. For counting what passes and for the bench coordinator.
const FLAG = 0x7e, ESCAPE = 0x7d, CANCEL = 0x1a, SUBSTITUTE = 0x18, XON = 0x11, XOFF = 0x13;
const RESERVED = new Set([FLAG, ESCAPE, CANCEL, SUBSTITUTE, XON, XOFF]);

export function crc(bytes) {
  let value = 0xffff;
  for (const b of bytes) {
    value ^= b << 8;
    for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? ((value << 1) ^ 0x1021) & 0xffff : (value << 1) & 0xffff;
  }
  return value;
}

/** The same both ways. */
export function randomise(bytes) {
  let mask = 0x42;
  return Uint8Array.from(bytes, (b) => {
    const out = b ^ mask;
    mask = mask & 1 ? (mask >> 1) ^ 0xb8 : mask >> 1;
    return out;
  });
}

export function encode(control, data = []) {
  const body = [control, ...data];
  const sum = crc(body);
  const stuffed = [...body, sum >> 8, sum & 0xff].flatMap((b) => (RESERVED.has(b) ? [ESCAPE, b ^ 0x20] : [b]));
  return Uint8Array.from([...stuffed, FLAG]);
}

/** Finds frames in a byte stream; hands out {control, data} for valid ones and undefined for damaged ones. */
export function decoder(onFrame) {
  let buffer = [], escaped = false, damaged = false;
  return (chunk) => {
    for (const b of chunk) {
      if (b === CANCEL) { buffer = []; escaped = damaged = false; continue; }
      if (b === XON || b === XOFF) continue;
      if (b === SUBSTITUTE) { damaged = true; continue; }
      if (b === ESCAPE) { escaped = true; continue; }
      if (b !== FLAG) { buffer.push(escaped ? b ^ 0x20 : b); escaped = false; continue; }
      const frame = buffer;
      buffer = [];
      escaped = false;
      if (frame.length === 0) { damaged = false; continue; }
      const valid = !damaged && frame.length >= 3 && crc(frame.slice(0, -2)) === ((frame.at(-2) << 8) | frame.at(-1));
      damaged = false;
      onFrame(valid ? { control: frame[0], data: Uint8Array.from(frame.slice(1, -2)) } : undefined);
    }
  };
}

export const isData = (control) => control < 0x80;
export const isAck = (control) => control >= 0x80 && control < 0xa0;
export const isNak = (control) => control >= 0xa0 && control < 0xc0;
export const RST = 0xc0, RSTACK = 0xc1, ERROR = 0xc2;
