/**
 * Makes one attack with a worker's key, bounded in count and time, and prints its result as a line of JSON.
 * Arguments: name of the attack, fingerprint of the run's workers.
 */
import { deliveries } from './deliveries.js';
import { flood } from './flood.js';
import { Intruder } from './intruder.js';
import { trespass } from './trespass.js';

const ATTACKS: Record<string, (intruder: Intruder) => Promise<object>> = { trespass, deliveries, flood };
const MOST_MS = 90_000;

const [name = '', fingerprint = ''] = process.argv.slice(2);
setTimeout(() => process.exit(1), MOST_MS).unref();
const intruder = await Intruder.arrive(fingerprint);
const outcome = await ATTACKS[name]?.(intruder);
await intruder.connection.close();
console.log(JSON.stringify(outcome));
