/** Waits for the sampler's message that the figures of the last checkpoint are drawn. */
import type { Logger } from '@lockstep/cli';
import { decodeFiguresDrawn, RunSubjects } from '@lockstep/protocol';
import type { NatsConnection } from '@lockstep/transport';

const TIMEOUT_MS = 180_000;

export function awaitFigures(connection: NatsConnection, run: string) {
  let latestStep = -1;
  let onDrawn: () => void = () => undefined;
  connection.subscribe(new RunSubjects(run).drawn, {
    callback: (error, msg) => {
      if (error) return;
      try {
        latestStep = Math.max(latestStep, decodeFiguresDrawn(msg.data).step);
      } catch {
        return;
      }
      onDrawn();
    },
  });
  return {
    /** Resolves when the figures of `step` are drawn, or, with a warning, after TIMEOUT_MS. */
    async drawn(step: number, log: Logger): Promise<void> {
      if (latestStep >= step) return;
      log.info('waiting for the sampler to draw the last figures');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          log.warn(`the sampler has not drawn the figures of step ${step} within ${TIMEOUT_MS / 1000} s`);
          resolve();
        }, TIMEOUT_MS);
        onDrawn = () => {
          if (latestStep < step) return;
          clearTimeout(timer);
          resolve();
        };
        onDrawn();
      });
    },
  };
}
