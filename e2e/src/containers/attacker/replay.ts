/**
 * Loaded before a worker's own program: says again what the worker has said. Each part of its first partials once more at once,
 * once more under the name of another process, and once more when their step is over. Refusals are printed as lines of JSON.
 */
import { WorkerChannel, type WorkerHandlers } from '@lockstep/transport';
import type { WorkerMessage } from '@lockstep/protocol';

/** Leases whose partials are said again. */
const MOST_LEASES = 3;

interface Original {
  send: (this: WorkerChannel, message: WorkerMessage) => void;
  listen: (this: WorkerChannel, handlers: WorkerHandlers) => void;
}

const send = original('send');
const listen = original('listen');
const recorded = new Map<number, WorkerMessage[]>();

WorkerChannel.prototype.send = function (message) {
  send.call(this, message);
  const { body } = message;
  if (body.kind !== 'gradientPart') return;
  const old = [...recorded].filter(([leaseId]) => leaseId < body.leaseId);
  for (const [leaseId, messages] of old) {
    for (const each of messages) send.call(this, each);
    if (messages.length > 0) say({ type: 'replayed', parts: messages.length });
    recorded.set(leaseId, []);
  }
  if (recorded.size === MOST_LEASES && !recorded.has(body.leaseId)) return;
  // Its memory is used again by what follows.
  const copy = { ...message, body: { ...body, data: body.data.slice() } };
  recorded.set(body.leaseId, [...(recorded.get(body.leaseId) ?? []), copy]);
  send.call(this, message);
  send.call(this, { ...message, incarnation: message.incarnation + 1 });
};

WorkerChannel.prototype.listen = function ({ onMessage, onMalformed }: WorkerHandlers) {
  listen.call(this, {
    onMessage: (message) => {
      if (message.body.kind === 'refusal') say({ type: 'refused', code: message.body.code });
      onMessage(message);
    },
    onMalformed,
  });
};

/** As it is before it is replaced. */
function original<Name extends keyof Original>(name: Name): Original[Name] {
  return Object.getOwnPropertyDescriptor(WorkerChannel.prototype, name)?.value as Original[Name];
}

function say(fields: object): void {
  console.log(JSON.stringify(fields));
}
