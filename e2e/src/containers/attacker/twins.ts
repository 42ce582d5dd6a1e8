/** Speaking for another process: one of the same pool that is at work, and one that there is not. */
import type { Intruder } from './intruder.js';

/** @returns the codes with which the second process was refused, in order */
export async function twins(intruder: Intruder): Promise<object> {
  const [first, second] = [intruder.fake('twin'), intruder.fake('twin')];
  first.join();
  const lease = await first.gets('lease');
  second.join();
  const codes = [(await second.gets('refusal')).code];
  // It has heard what the first one holds.
  second.part(lease, 0);
  codes.push((await second.gets('refusal')).code);
  second.send({ kind: 'leave', reason: 'forged' });
  // The first one is a member still, whom other things are refused.
  first.part({ ...lease, leaseId: lease.leaseId + 1000 }, 0);
  await first.getsRefusal('NO_LEASE');
  first.send({ kind: 'leave', reason: 'done' });
  await intruder.connection.flush();
  return { codes };
}
