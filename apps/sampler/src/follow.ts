/**
 * Follows the latest checkpoint, which the key "latest" in the key-value store names. The coordinator's message is a hint to read
 * the key. A hint can be lost, so the follower also polls the key. It skips checkpoints that are replaced while it draws.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic, type CheckpointStore } from '@lockstep/checkpoint';
import type { Logger } from '@lockstep/cli';
import { messageOf } from '@lockstep/errors';
import { encodeFiguresDrawn, RunSubjects } from '@lockstep/protocol';
import type { ParameterList } from '@lockstep/task';
import type { NatsConnection } from '@lockstep/transport';
import type { LossHistory } from './loss-history.js';
import type { RenderThread } from './render/render-thread.js';

const POLL_INTERVAL_MS = 5000;

export class Follower {
  private drawnStep = -1;
  private drawing = false;
  private stopped = false;
  private again = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly connection: NatsConnection,
    private readonly subjects: RunSubjects,
    private readonly store: CheckpointStore,
    private readonly parameters: ParameterList,
    private readonly renderer: RenderThread,
    private readonly losses: LossHistory,
    private readonly out: string,
    private readonly log: Logger,
  ) {
    connection.subscribe(subjects.checkpoint, { callback: () => this.check() });
    this.timer = setInterval(() => this.check(), POLL_INTERVAL_MS);
    this.check();
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
  }

  private check(): void {
    if (this.stopped) return;
    if (this.drawing) {
      this.again = true;
      return;
    }
    this.drawing = true;
    void this.draw()
      .catch((error: unknown) => {
        if (this.stopped) return;
        this.log.warn(`cannot draw figures of the latest checkpoint: ${messageOf(error)}`);
      })
      .finally(() => {
        this.drawing = false;
        if (this.again) this.check();
        this.again = false;
      });
  }

  private async draw(): Promise<void> {
    const announced = (await this.store.getLatest())?.announcement;
    if (!announced || announced.step === this.drawnStep) return;
    const latest = await this.store.readLatestWeights();
    if (!latest) return;
    const { manifest, weights } = latest;
    const flat = this.parameters.fromTensors(new Map(Object.entries(weights).map(([name, { data }]) => [name, data])));
    const { step, epoch_losses: epochLosses } = manifest;
    await this.losses.reached(step);
    const { files } = await this.renderer.request({
      kind: 'figures',
      checkpoint: { step, weights: flat, ...this.losses.until(step), epochLosses },
    });
    await mkdir(this.out, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFileAtomic(join(this.out, name), bytes);
    this.drawnStep = step;
    const names = Object.keys(files);
    this.log.info(`drew ${names.length} figures of step ${step}`);
    this.connection.publish(this.subjects.drawn, encodeFiguresDrawn({ step, files: names }));
  }
}
