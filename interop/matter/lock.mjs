// SPDX-License-Identifier: Apache-2.0
// One virtual Matter door lock of matter.js with a control port. Started by inside.mjs within the network namespace.
//   node lock.mjs --profile spec --port 5541 --discriminator 3840 --storage DIR [--control 0]
import { given } from "./src/lock-options.mjs";
import { Endpoint, Environment, ServerNode, VendorId } from "@matter/main";
import { BridgedDeviceBasicInformationServer, PowerSourceServer } from "@matter/main/behaviors";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { AggregatorEndpoint } from "@matter/main/endpoints/aggregator";
import { control, keepStdoutClean, ready } from "../common/peer.mjs";
import { faults, profiles } from "./src/lock-server.mjs";

keepStdoutClean();
const profile = profiles[given.profile];
if (!profile) throw new Error(`unknown profile ${given.profile}; known: ${Object.keys(profiles).join(", ")}`);
Environment.default.vars.set("storage.path", given.storage);

const node = await ServerNode.create({
  id: `lock-${given.profile}`,
  network: { port: given.port },
  commissioning: { passcode: 20202021, discriminator: given.discriminator },
  productDescription: { name: "Virtual Lock", deviceType: DoorLockDevice.deviceType },
  basicInformation: {
    vendorName: "Lockcred Labs", vendorId: VendorId(0xfff1), productName: "Virtual Lock", productId: 0x8000, productLabel: "Virtual",
    serialNumber: `vlock-${given.port}`, uniqueId: `vlock-unique-${given.port}`,
  },
});
const battery = PowerSourceServer.with("Battery", "Replaceable");
const power = { status: 1, order: 0, description: "Battery", batPercentRemaining: 150, batChargeLevel: 0, batReplacementNeeded: false, batReplaceability: 2,
  batReplacementDescription: "AA", batQuantity: 4, endpointList: [] };
let lock;
if (profile.bridged) {
  const aggregator = new Endpoint(AggregatorEndpoint, { id: "aggregator", number: 1 });
  await node.add(aggregator);
  lock = new Endpoint(DoorLockDevice.with(profile.server, BridgedDeviceBasicInformationServer), {
    id: "lock", number: 3, doorLock: profile.state,
    bridgedDeviceBasicInformation: { vendorName: "Lockcred Labs", productName: "Virtual Lock", nodeLabel: "Front door", reachable: true, uniqueId: `bridged-${given.port}` },
  });
  await aggregator.add(lock);
} else {
  lock = new Endpoint(DoorLockDevice.with(profile.server, battery), { id: "lock", number: 1, doorLock: profile.state, powerSource: power });
  await node.add(lock);
}
await node.start();

const at = (use) => lock.act((agent) => use(agent.get(profile.server)));
const routes = {
  "POST /keypad": ({ body }) => at((door) => door.keypad(body.pin, body.op ?? "unlock")),
  "POST /manual": ({ body }) => at((door) => door.manual(body.op ?? "unlock", body.source)),
  "POST /alarm": ({ body }) => at((door) => door.alarm(body.code)),
  "POST /door": ({ body }) => lock.set({ doorLock: { doorState: body.state } }),
  "POST /battery": ({ body }) => lock.set({ powerSource: { batPercentRemaining: body.percent, batChargeLevel: body.level ?? 0 } }),
  "POST /set": ({ body }) => lock.set({ doorLock: body.attributes }),
  "POST /localUser": ({ body }) => at((door) => door.localUser(body)),
  "POST /localClear": ({ body }) => at((door) => door.localClear(body)),
  "POST /busy": ({ body }) => { faults.busyMs = body.ms ?? 0; },
  "POST /fail": ({ body }) => { faults.failures.push({ command: "*", times: 1, ...body }); },
  "POST /calm": () => { faults.busyMs = 0; faults.failures.length = 0; },
  "GET /dump": () => at((door) => door.dump()),
};
ready({ control: await control(routes, given.control), profile: given.profile, udp: given.port }, () => node.close());
