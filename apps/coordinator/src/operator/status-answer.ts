/** Answers those who ask how the run is, and those who may stop it. */
import { encodeStatus, RunSubjects, STATUS_ANY, type Status } from '@lockstep/protocol';
import type { connectNats } from '@lockstep/transport';

/** Answers until the connection closes, or until the answering is stopped: by one who no longer leads. */
export function answerStatus(
  connection: Awaited<ReturnType<typeof connectNats>>,
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
 * Hears those who may stop the run, as {@link answerStatus} those who ask.
 *
 * Whoever may read a stream may have the server deliver it to any subject of the coordinator's account, and so to this one. Such a
 * message comes under the subject that it is stored under.
 * @param onForged told in a sentence, once, when somebody tries that
 */
export function answerStop(
  connection: Awaited<ReturnType<typeof connectNats>>,
  run: string,
  onStop: () => void,
  onForged: (message: string) => void,
): { stop: () => void } {
  const { stop: subject } = new RunSubjects(run);
  let isTold = false;
  const subscription = connection.subscribe(subject, {
    callback: (error, msg) => {
      if (error) return;
      if (msg.subject !== subject) {
        if (!isTold) onForged(`ignored a request to stop that no operator has made: a stored message (${msg.subject})`);
        isTold = true;
        return;
      }
      msg.respond();
      onStop();
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

/** The reason for which a run failed, and, when a step was waiting, for whom. */
export function withWaiting(reason: string, { waitingFor }: Pick<Status, 'waitingFor'>): string {
  return waitingFor === '' ? reason : `${reason}\n${waitingFor}`;
}
