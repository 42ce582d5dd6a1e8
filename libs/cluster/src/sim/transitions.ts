/**
 * The transitions of the machines, as coverage.ts names them: what may follow upon which event.
 *
 * An event of a machine (a message by its body, a refusal by its code) and one kind of effect that it had, or "nothing", make a
 * transition. That is the level on which a machine is understood from outside: "a part of a partial, and a step is done". Those
 * in `often` are taken in about every hundredth schedule or more, so that a run of 1000 that never takes one has a finding: the
 * machine has lost something that it did, or the simulator no longer brings it there. Those in `seldom` are known, and too
 * rare for that. What is taken and is in neither is a finding as well: something new that nobody has thought about.
 * Measured over 40,000 seeds. Left out: what a run of more than 1000 workers would take (the refusal FULL).
 */
interface Declared {
  often: readonly string[];
  seldom?: readonly string[];
}

const DECLARED: Readonly<Record<string, Declared>> = {
  'coordinator: checkpointed badly': {
    often: ['checkpoint epoch', 'notice'],
    seldom: ['broadcast ended', 'checkpoint last', 'ended failed', 'checkpoint stop'],
  },
  'coordinator: checkpointed well': {
    often: ['broadcast ended', 'checkpoint epoch', 'checkpoint last', 'ended finished', 'ended stopped', 'nothing'],
    seldom: ['checkpoint stop', 'ended failed'],
  },
  'coordinator: deposed': { often: ['ended deposed'], seldom: ['nothing'] },
  'coordinator: abort': { often: ['ended failed'], seldom: ['checkpoint stop', 'nothing'] },
  'coordinator: resume': {
    often: [
      'broadcast weightsPart',
      'checkpoint epoch',
      'checkpoint periodic',
      'epochEnded',
      'notice',
      'send lease',
      'stepped',
      'toStandbys reducedPart',
    ],
    seldom: ['broadcast ended', 'checkpoint last', 'checkpoint stop', 'ended failed', 'ended finished', 'evaluated'],
  },
  'coordinator: gone': {
    often: ['nothing', 'notice', 'send lease'],
    seldom: [
      'broadcast weightsPart',
      'checkpoint epoch',
      'epochEnded',
      'stepped',
      'toStandbys reducedPart',
      'checkpoint periodic',
      'checkpoint stop',
    ],
  },
  'coordinator: malformed': { often: ['notice', 'send refusal MALFORMED'] },
  'coordinator: message heartbeat': { often: ['nothing', 'send refusal UNKNOWN_WORKER'], seldom: ['send lease'] },
  'coordinator: message join': {
    often: [
      'notice',
      'send lease',
      'send refusal AUDIT',
      'send refusal DUPLICATE_ID',
      'send refusal FINGERPRINT',
      'send refusal PROTOCOL_VERSION',
      'send refusal SCHEMA',
      'send welcome',
    ],
    seldom: ['send refusal NOT_FINITE', 'send refusal WRONG_SHAPE'],
  },
  'coordinator: message leave': {
    often: ['nothing', 'notice', 'send lease'],
    seldom: [
      'broadcast weightsPart',
      'checkpoint epoch',
      'checkpoint periodic',
      'ended failed',
      'epochEnded',
      'stepped',
      'toStandbys reducedPart',
      'checkpoint stop',
      'evaluated',
    ],
  },
  'coordinator: message gradientPart': {
    often: [
      'broadcast ended',
      'broadcast weightsPart',
      'checkpoint epoch',
      'checkpoint last',
      'checkpoint periodic',
      'ended failed',
      'ended finished',
      'epochEnded',
      'evaluated',
      'nothing',
      'notice',
      'send lease',
      'send gradientRequest',
      'send refusal AUDIT',
      'send refusal NOT_FINITE',
      'send refusal NO_LEASE',
      'send refusal STALE',
      'send refusal UNKNOWN_WORKER',
      'send refusal WRONG_SHAPE',
      'stepped',
      'toStandbys reducedPart',
    ],
    seldom: ['checkpoint stop'],
  },
  'coordinator: message weightsRequest': {
    often: ['nothing', 'send refusal UNKNOWN_WORKER', 'send weightsPart'],
    seldom: ['notice'],
  },
  'coordinator: pause': { often: ['notice'] },
  'coordinator: standbyMessage heartbeat': { often: ['nothing', 'notice'] },
  'coordinator: standbyMessage reducedRequest': { often: ['toStandbys reducedPart'], seldom: ['nothing', 'notice'] },
  'coordinator: standbyMessage stateRequest': { often: ['nothing', 'notice', 'toStandbys statePart'] },
  'coordinator: stop': { often: ['ended stopped', 'nothing'], seldom: ['checkpoint stop'] },
  'coordinator: tick': {
    often: [
      'broadcast heartbeat',
      'broadcast weightsPart',
      'nothing',
      'notice',
      'send lease',
      'send gradientRequest',
      'toStandbys heartbeat',
      'toStandbys reducedPart',
    ],
    seldom: [
      'checkpoint epoch',
      'checkpoint last',
      'checkpoint periodic',
      'checkpoint stop',
      'ended failed',
      'epochEnded',
      'stepped',
    ],
  },
  'leadership: end': { often: ['nothing', 'write'] },
  'leadership: read': {
    often: ['deposed', 'finished', 'nothing', 'notice', 'otherLeads', 'read', 'write'],
    seldom: ['ended'],
  },
  'leadership: readFailed': { often: ['notice', 'read'], seldom: ['ended'] },
  'leadership: tick': { often: ['nothing', 'notice', 'pause', 'read', 'write'], seldom: ['ended'] },
  'leadership: writeFailed': { often: ['nothing', 'notice', 'pause', 'read'], seldom: ['ended'] },
  'leadership: written': { often: ['ended', 'resume', 'lead', 'nothing', 'notice', 'pause', 'write'] },
  'saving: begin': { often: ['execute write'] },
  'saving: done': {
    often: [
      'announce',
      'execute point',
      'execute prune',
      'execute readPointer',
      'execute rename',
      'execute sync',
      'execute syncParent',
      'settled',
    ],
  },
  'saving: failed': { often: ['execute readPointer', 'notice', 'settled'] },
  'saving: pointer': {
    often: ['announce', 'execute point', 'execute prune', 'execute upload'],
    seldom: ['notice', 'settled'],
  },
  'standby: message heartbeat': { often: ['nothing'], seldom: ['notice', 'send stateRequest'] },
  'standby: message reducedPart': { often: ['nothing', 'notice', 'send stateRequest'] },
  'standby: message statePart': { often: ['nothing', 'notice', 'send stateRequest'] },
  'standby: tick': { often: ['nothing', 'send heartbeat', 'send reducedRequest', 'send stateRequest'] },
  'worker: computed': { often: ['nothing', 'prepare', 'send gradientPart'] },
  'worker: dropped': { often: ['nothing'] },
  'worker: message heartbeat': { often: ['cancel', 'nothing', 'notice'] },
  'worker: message ended': { often: ['exit'], seldom: ['cancel', 'notice', 'nothing'] },
  'worker: message lease': { often: ['cancel', 'compute', 'nothing', 'notice', 'prepare'] },
  'worker: message gradientRequest': { often: ['nothing', 'notice', 'send gradientPart'] },
  'worker: message refusal AUDIT': { often: ['exit'], seldom: ['nothing', 'notice'] },
  'worker: message refusal MALFORMED': { often: ['notice'], seldom: ['nothing', 'cancel'] },
  'worker: message refusal DUPLICATE_ID': { often: ['nothing'], seldom: ['exit', 'notice'] },
  'worker: message refusal FINGERPRINT': { often: [], seldom: ['nothing'] },
  'worker: message refusal NOT_FINITE': { often: ['exit'], seldom: ['nothing', 'notice'] },
  'worker: message refusal NO_LEASE': { often: ['notice'], seldom: ['cancel', 'nothing'] },
  'worker: message refusal PROTOCOL_VERSION': { often: ['nothing'] },
  'worker: message refusal SCHEMA': { often: [], seldom: ['nothing'] },
  'worker: message refusal STALE': { often: ['cancel', 'nothing'], seldom: ['notice'] },
  'worker: message refusal UNKNOWN_WORKER': { often: ['cancel', 'nothing', 'notice'] },
  'worker: message refusal WRONG_SHAPE': { often: ['exit'], seldom: ['nothing'] },
  'worker: message weightsPart': { often: ['cancel', 'compute', 'load', 'nothing', 'notice'] },
  'worker: message welcome': { often: ['nothing', 'notice'], seldom: ['cancel'] },
  'worker: stop': { often: ['exit', 'send leave'] },
  'worker: tick': { often: ['nothing', 'notice', 'send heartbeat', 'send join', 'send weightsRequest'] },
};

function all(which: keyof Declared): string[] {
  return Object.entries(DECLARED).flatMap(([event, declared]) => {
    return (declared[which] ?? []).map((effect) => `${event} → ${effect}`);
  });
}

/** Those that a run of 1000 schedules has to take. */
export const TRANSITIONS: readonly string[] = all('often');

/** Those that it may take. */
export const SELDOM: readonly string[] = all('seldom');
