/**
 * Loaded before a worker's own program: repeats the worker's messages. It sends each part of the first gradient sums again at once,
 * again as another process, and again when the step is over. It prints refusals as lines of JSON.
 */
import { WorkerChannel, type WorkerHandlers } from '@lockstep/transport';
import type { WorkerMessage } from '@lockstep/protocol';

/** Leases whose gradient sums are sent again. */
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
    if (messages.length > 0) print({ type: 'replayed', parts: messages.length });
    recorded.set(leaseId, []);
  }
  if (recorded.size === MOST_LEASES && !recorded.has(body.leaseId)) return;
  // The worker reuses the memory.
  const copy = { ...message, body: { ...body, data: body.data.slice() } };
  recorded.set(body.leaseId, [...(recorded.get(body.leaseId) ?? []), copy]);
  send.call(this, message);
  send.call(this, { ...message, incarnation: message.incarnation + 1 });
};

WorkerChannel.prototype.listen = function ({ onMessage, onMalformed }: WorkerHandlers) {
  listen.call(this, {
    onMessage: (message) => {
      if (message.body.kind === 'refusal') print({ type: 'refused', code: message.body.code });
      onMessage(message);
    },
    onMalformed,
  });
};

/** The method before it is replaced. */
function original<Name extends keyof Original>(name: Name): Original[Name] {
  return Object.getOwnPropertyDescriptor(WorkerChannel.prototype, name)?.value as Original[Name];
}

function print(fields: object): void {
  console.log(JSON.stringify(fields));
}
