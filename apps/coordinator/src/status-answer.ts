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

/** Hears those who may stop the run, as {@link answerStatus} those who ask. */
export function answerStop(
  connection: Awaited<ReturnType<typeof connectNats>>,
  run: string,
  onStop: () => void,
): { stop: () => void } {
  const subscription = connection.subscribe(new RunSubjects(run).stop, {
    callback: (error, msg) => {
      if (error) return;
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
