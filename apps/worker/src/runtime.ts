/** Executes the effects of a worker's machine. */
import type { WorkerEffect, WorkerEvent, WorkerMachine } from '@lockstep/cluster';
import { stopped, type Logger } from '@lockstep/cli';
import type { WorkerChannel } from '@lockstep/transport';

const TICK_MS = 50;

type ComputeEffect = Extract<WorkerEffect, { kind: 'prepare' | 'load' | 'compute' | 'cancel' }>;
type ComputeEvent = Extract<WorkerEvent, { kind: 'computed' | 'dropped' }>;

/** Computes gradients for the machine. */
export interface ComputeBackend {
  listen(onEvent: (event: ComputeEvent) => void, onFailure: (error: Error) => void): void;
  post(effect: ComputeEffect): void;
}

/** Dispatches events to the machine until it exits. Resolves to the exit code of the process. */
export function work(
  { machine, compute }: { machine: WorkerMachine; compute: ComputeBackend },
  channel: WorkerChannel,
  signal: AbortSignal,
  log: Logger,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const execute = (effect: WorkerEffect) => {
      switch (effect.kind) {
        case 'send':
          return channel.send(effect.message);
        case 'notice':
          return log[effect.level](effect.message);
        case 'exit':
          clearInterval(ticker);
          log[effect.ok ? 'info' : 'error'](effect.reason);
          return resolve(effect.ok ? 0 : 1);
        default:
          return compute.post(effect);
      }
    };
    const dispatch = (event: WorkerEvent) => machine.handle(event, performance.now()).forEach(execute);
    const ticker = setInterval(() => dispatch({ kind: 'tick' }), TICK_MS);
    channel.listen({
      onMessage: (message) => dispatch({ kind: 'message', message }),
      onMalformed: (message) => log.warn(`dropped a message from the coordinator: ${message}`),
    });
    compute.listen(dispatch, reject);
    void stopped(signal).then((reason) => dispatch({ kind: 'stop', reason }));
    dispatch({ kind: 'tick' });
  });
}
