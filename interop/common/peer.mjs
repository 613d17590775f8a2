// SPDX-License-Identifier: Apache-2.0
// What all peers share: one JSON line on stdout when ready, a loopback HTTP control port, and an end when stdin closes.
import { createServer } from "node:http";

/** Everything a library prints goes to stderr: stdout carries the ready line (or the result of a script) and nothing else. */
export function keepStdoutClean() {
  const print = console.error.bind(console);
  console.log = print;
  console.info = print;
  console.debug = print;
  console.warn = print;
}

/** The options of the command line, `--name value` or `--name` for true; anything else is refused. */
export function options(defaults) {
  const given = { ...defaults };
  const words = process.argv.slice(2);
  for (let at = 0; at < words.length; at++) {
    const name = words[at].replace(/^--/, "");
    if (!words[at].startsWith("--") || !(name in defaults)) {
      throw new Error(`unknown option ${words[at]}; known: ${Object.keys(defaults).map((n) => `--${n}`).join(" ")}`);
    }
    const value = words[at + 1] === undefined || words[at + 1].startsWith("--") ? true : words[++at];
    given[name] = typeof defaults[name] === "number" ? Number(value) : value;
  }
  return given;
}

/** Turns what the libraries hold (maps, sets, bytes, big numbers) into plain JSON; bytes become `{"hex": ".."}`. */
export function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null, function replace(key, ignored) {
    const raw = this[key];
    if (raw instanceof Uint8Array) return { hex: Buffer.from(raw).toString("hex") };
    if (raw instanceof Map) return Object.fromEntries(raw);
    if (raw instanceof Set) return [...raw];
    if (typeof raw === "bigint") return raw <= Number.MAX_SAFE_INTEGER ? Number(raw) : raw.toString();
    if (typeof raw === "function") return undefined;
    return raw;
  }));
}

/** Starts the control port on 127.0.0.1 (or on a unix socket, by its path); routes are `{"GET /state": async ({query, body}) => result}`. */
export async function control(routes, port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    // A connection for each question: an idle one is ended after some seconds, and who is just using it again fails.
    const answer = (status, value) => {
      response.writeHead(status, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify(value));
    };
    try {
      const route = routes[`${request.method} ${url.pathname}`];
      if (!route) return answer(404, { error: `no ${request.method} ${url.pathname}`, known: Object.keys(routes) });
      let text = "";
      for await (const chunk of request) text += chunk;
      const result = await route({ query: Object.fromEntries(url.searchParams), body: text ? JSON.parse(text) : {} });
      answer(200, plain(result ?? { ok: true }));
    } catch (error) {
      answer(400, { error: String(error?.message ?? error) });
    }
  });
  const where = typeof port === "string" ? { path: port } : { port, host: "127.0.0.1" };
  await new Promise((ready, failed) => server.once("error", failed).listen(where, ready));
  return typeof port === "string" ? port : server.address().port;
}

/**
 * Says that the peer is ready, and runs `close` when whoever started it closes our stdin or asks us to end. A `close`
 * that takes longer than the patience is cut short; who closes processes of its own is more patient than they are.
 */
export function ready(facts, close, patienceMs = 5000) {
  let closing = false;
  const end = async () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(0), patienceMs).unref();
    await Promise.resolve(close?.()).catch((error) => console.error("while closing:", error));
    process.exit(0);
  };
  process.stdin.on("end", end).on("close", end).resume();
  process.on("SIGTERM", end).on("SIGINT", end);
  process.stdout.write(`${JSON.stringify({ ...facts, pid: process.pid })}\n`);
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
