/**
 * What a leaked worker's key is good for: makes one attack, bounded in count and time, and says as a line of JSON what came of it.
 * Arguments: name of the attack, fingerprint of the run's workers.
 */
import { bomb } from './bomb.js';
import { deliveries } from './deliveries.js';
import { flood } from './flood.js';
import { Intruder } from './intruder.js';
import { trespass } from './trespass.js';
import { twins } from './twins.js';

const ATTACKS: Record<string, (intruder: Intruder) => Promise<object>> = { trespass, deliveries, twins, bomb, flood };
const MOST_MS = 90_000;

const [name = '', fingerprint = ''] = process.argv.slice(2);
setTimeout(() => process.exit(1), MOST_MS).unref();
const intruder = await Intruder.arrive(fingerprint);
const outcome = await ATTACKS[name]?.(intruder);
await intruder.connection.close();
console.log(JSON.stringify(outcome));
