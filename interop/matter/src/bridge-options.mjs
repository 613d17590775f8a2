// SPDX-License-Identifier: Apache-2.0
// The options of bridge.mjs. Imported before matter.js, which would take the command line for its own settings.
import { options } from "../../common/peer.mjs";

export const given = options({ storage: "", port: 5580, grace: 180_000 });
process.argv.splice(2);
