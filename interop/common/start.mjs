// SPDX-License-Identifier: Apache-2.0
// Starts a peer as a child process, the way the Java harness does it: for the peers' own tests and the cost runs.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export async function startPeer(script, args = [], { patienceMs = 60_000 } = {}) {
  const child = spawn(process.execPath, [script, ...args.map(String)], { stdio: ["pipe", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => { errors = (errors + chunk).slice(-20_000); });
  const facts = await new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`${script} was not ready after ${patienceMs} ms: ${errors}`)), patienceMs);
    createInterface({ input: child.stdout }).once("line", (line) => { clearTimeout(timer); done(JSON.parse(line)); });
    child.once("exit", (code) => { clearTimeout(timer); failed(new Error(`${script} ended with ${code}: ${errors}`)); });
  });
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${facts.control}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const value = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}`);
    return value;
  };
  const close = () => new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once("exit", () => done());
    child.stdin.end();
  });
  return { facts, get: (path) => call("GET", path), post: (path, body = {}) => call("POST", path, body), close, errors: () => errors };
}
