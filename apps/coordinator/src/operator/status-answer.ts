/** Answers the operator's requests for the status of a run and for a stop. */
import { encodeStatus, RunSubjects, STATUS_ANY, type Status } from '@lockstep/protocol';
import type { NatsConnection } from '@lockstep/transport';

/** Answers status requests until `stop` is called, at the end of the leadership. */
export function answerStatus(
  connection: NatsConnection,
  run: string,
  status: () => Omit<Status, 'run'>,
): { stop: () => void } {
  const subscriptions = [STATUS_ANY, new RunSubjects(run).status].map((subject) =>
    connection.subscribe(subject, {
      callback: (error, msg) => {
        if (!error) msg.respond(encodeStatus({ run, ...status() }));
      },
    }),
  );
  return {
    stop: () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

/**
 * Answers requests to stop the run until `stop` is called.
 *
 * A member that may read a stream can make the server deliver the stream to any subject of the coordinator's account, also to this
 * one. The server delivers a stored message under its original subject, so such messages are recognised and ignored.
 * @param onForged called with a log message at the first such delivery
 */
export function answerStop(
  connection: NatsConnection,
  run: string,
  onStop: () => void,
  onForged: (message: string) => void,
): { stop: () => void } {
  const { stop: subject } = new RunSubjects(run);
  let reported = false;
  const subscription = connection.subscribe(subject, {
    callback: (error, msg) => {
      if (error) return;
      if (msg.subject !== subject) {
        if (!reported) onForged(`ignored a forged stop request, which is a stored message (${msg.subject})`);
        reported = true;
        return;
      }
      msg.respond();
      onStop();
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

/** Returns the reason of a failure, with the workers that the open step waited for. */
export function withWaiting(reason: string, { waitingFor }: Pick<Status, 'waitingFor'>): string {
  return waitingFor === '' ? reason : `${reason}\n${waitingFor}`;
}
