// SPDX-License-Identifier: Apache-2.0
// The options of lock.mjs. Imported before matter.js, which would take the command line for its own settings.
import { options } from "../../common/peer.mjs";

export const given = options({ profile: "spec", port: 5541, discriminator: 3840, storage: "", control: 0 });
process.argv.splice(2);
