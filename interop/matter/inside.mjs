// SPDX-License-Identifier: Apache-2.0
// Inside the network namespace: makes the veth pair, starts the locks and the bridge as processes of their own, brings
// the bridge's WebSocket out over a unix socket, and takes orders over another. Started by peer.mjs.
//   node inside.mjs --dir DIR [--locks spec,pinonly,pinless,bridge] [--grace 180000]
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import { control, keepStdoutClean, options, ready } from "../common/peer.mjs";

const INTERFACE = "veth0", BRIDGE_PORT = 5580;
const PASSCODE = 20202021;
const ALL = { spec: [5541, 3840], pinonly: [5542, 3841], pinless: [5543, 3842], bridge: [5544, 3843] };

keepStdoutClean();
const given = options({ dir: "", locks: Object.keys(ALL).join(","), grace: 180_000 });
const ip = (line) => execFileSync("ip", line.split(" "), { stdio: ["ignore", "ignore", "inherit"] });
for (const line of ["link set lo up", `link add ${INTERFACE} type veth peer name veth1`, `link set ${INTERFACE} up`, "link set veth1 up", `addr add 10.77.0.1/24 dev ${INTERFACE}`,
  `-6 addr add fd77::1/64 dev ${INTERFACE} nodad`, `route add default dev ${INTERFACE}`, `-6 route add default dev ${INTERFACE}`]) ip(line);

/** One process of the peer: start, end gently, kill, tell whether it runs. */
class Part {
  constructor(script, args) {
    this.script = fileURLToPath(new URL(script, import.meta.url));
    this.args = args;
  }
  async start() {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) throw new Error("it runs already");
    this.child = spawn(process.execPath, [this.script, ...this.args.map(String)], {
      stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, MATTER_MDNS_NETWORKINTERFACE: INTERFACE, MATTER_LOG_LEVEL: process.env.MATTER_LOG_LEVEL ?? "error" },
    });
    this.ended = new Promise((done) => this.child.once("exit", done));
    this.facts = await new Promise((done, failed) => {
      createInterface({ input: this.child.stdout }).once("line", (line) => done(JSON.parse(line)));
      this.child.once("exit", (code) => failed(new Error(`${this.script} ended with ${code}`)));
    });
    return this.facts;
  }
  async stop(how) {
    if (how === "kill") this.child.kill("SIGKILL");
    else if (how === "term") this.child.kill("SIGTERM");
    else this.child.stdin.end();
    await this.ended;
  }
}

const locks = new Map();
for (const name of given.locks.split(",")) {
  if (!ALL[name]) throw new Error(`unknown lock ${name}; known: ${Object.keys(ALL)}`);
  const [port, discriminator] = ALL[name];
  const storage = join(given.dir, name);
  mkdirSync(storage, { recursive: true });
  locks.set(name, new Part("lock.mjs", ["--profile", name, "--port", port, "--discriminator", discriminator, "--storage", storage]));
}
const bridgeStorage = join(given.dir, "controller");
mkdirSync(bridgeStorage, { recursive: true });
const bridge = new Part("bridge.mjs", ["--storage", bridgeStorage, "--port", BRIDGE_PORT, "--grace", given.grace]);
await Promise.all([...locks.values()].map((lock) => lock.start()));
await bridge.start();

/** Sends one command to the bridge as a client does and waits for its answer. */
function ask(command, args) {
  return new Promise((done, failed) => {
    const socket = new WebSocket(`ws://127.0.0.1:${BRIDGE_PORT}/ws`);
    socket.on("open", () => socket.send(JSON.stringify({ message_id: "order", command, args })));
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      if (message.message_id !== "order") return;
      socket.close();
      message.error_code === undefined ? done(message.result) : failed(new Error(`${message.error_code}: ${message.details}`));
    });
    socket.on("error", failed);
  });
}

const lockOf = (name) => locks.get(name) ?? (() => { throw new Error(`no lock ${name}; there are ${[...locks.keys()]}`); })();
const routes = {
  "GET /info": () => ({ locks: Object.fromEntries([...locks].map(([name, lock]) => [name, lock.facts])), bridge: bridge.facts, passcode: PASSCODE, discriminators: Object.fromEntries(Object.entries(ALL).map(([name, [, d]]) => [name, d])) }),
  // Commissions locks in the order of --locks, or those named: {locks: ["spec"]}. Answers their node ids.
  "POST /commission": async ({ body }) => {
    const result = {};
    for (const name of body.locks ?? locks.keys()) {
      lockOf(name);
      result[name] = (await ask("commission_on_network", { setup_pin_code: PASSCODE, filter_type: 2, filter: ALL[name][1] })).node_id;
    }
    return result;
  },
  // An order for a lock's own control port: {lock, path: "/keypad", body: {...}}; without a body it is read.
  "POST /lock": async ({ body }) => {
    const answer = await fetch(`http://127.0.0.1:${lockOf(body.lock).facts.control}${body.path}`, { method: body.body === undefined ? "GET" : "POST", body: body.body === undefined ? undefined : JSON.stringify(body.body) });
    const value = await answer.json();
    if (!answer.ok) throw new Error(value.error);
    return value;
  },
  // {lock, how: "stop" | "kill"}: goes off the network saying so, or without a word. Comes back with its users by /lock/start.
  "POST /lock/stop": ({ body }) => lockOf(body.lock).stop(body.how ?? "stop"),
  "POST /lock/start": ({ body }) => lockOf(body.lock).start(),
  "POST /bridge/stop": ({ body }) => bridge.stop(body.how ?? "term"),
  "POST /bridge/start": () => bridge.start(),
  "POST /bridge/ask": ({ body }) => ask(body.command, body.args),
};

const relay = createServer((near) => {
  const far = connect(BRIDGE_PORT, "127.0.0.1");
  near.pipe(far);
  far.pipe(near);
  for (const [one, other] of [[near, far], [far, near]]) one.on("error", () => other.destroy()).on("close", () => other.destroy());
});
await new Promise((listening) => relay.listen(join(given.dir, "ws.sock"), listening));
await control(routes, join(given.dir, "control.sock"));
ready({ dir: given.dir }, () => Promise.all([...locks.values(), bridge].map((part) => part.stop().catch(() => undefined))), 6500);
