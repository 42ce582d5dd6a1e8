/** Waits for the sampler's word that the last checkpoint's figures are drawn. */
import type { Logger } from '@lockstep/cli';
import { decodeFiguresDrawn, RunSubjects } from '@lockstep/protocol';
import type { connectNats } from '@lockstep/transport';

const PATIENCE_MS = 180_000;

export function awaitFigures(connection: Awaited<ReturnType<typeof connectNats>>, run: string) {
  let latestStep = -1;
  let onDrawn: () => void = () => undefined;
  connection.subscribe(new RunSubjects(run).drawn, {
    callback: (error, msg) => {
      if (error) return;
      try {
        latestStep = Math.max(latestStep, decodeFiguresDrawn(msg.data).step);
      } catch {
        // Not the sampler's: its word is waited for all the same.
        return;
      }
      onDrawn();
    },
  });
  return {
    /** Resolves when the figures of `step` are there, or, with a warning, when that takes too long. */
    async drawn(step: number, log: Logger): Promise<void> {
      if (latestStep >= step) return;
      log.info('waiting for the sampler to draw the last figures');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          log.warn(`the sampler has not drawn the figures of step ${step} within ${PATIENCE_MS / 1000} s`);
          resolve();
        }, PATIENCE_MS);
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
