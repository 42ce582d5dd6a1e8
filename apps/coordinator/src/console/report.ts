/**
 * What a person sees of the training: a progress bar per epoch on a terminal, a line now and then elsewhere, JSON for machines.
 * Log lines go through here as well, so that they do not tear the bar.
 */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';

export interface Progress {
  step: number;
  epoch: number;
  epochs: number;
  /** Steps of this epoch that are done, and how many it has. */
  stepInEpoch: number;
  stepsInEpoch: number;
  loss: number;
  samplesPerSecond: number;
  workers: number;
  secondsLeft: number;
}

/** Lines between two steps that are shown where there is no terminal. */
const PLAIN_EVERY_STEPS = 50;

export class Report {
  private bars: MultiBar | undefined;
  private bar: SingleBar | undefined;

  constructor(
    private readonly json: boolean,
    terminal: boolean,
  ) {
    if (!json && terminal) {
      const format =
        'epoch {epoch}/{epochs} {bar} {percentage}% | {rate} samples/s | loss {loss} | {workers} workers | {left} left';
      const options = { format, hideCursor: true, clearOnComplete: false, barsize: 24, forceRedraw: true, fps: 10 };
      this.bars = new MultiBar(options, Presets.shades_classic);
    }
  }

  /** A whole line of log, with its line end. */
  readonly writeLog = (line: string): void => {
    if (this.bar) this.bars?.log(line);
    else process.stderr.write(line);
  };

  progress(progress: Progress): void {
    if (this.json) return this.line({ type: 'step', ...snakeCase(progress) });
    const fields = {
      epoch: progress.epoch,
      epochs: progress.epochs,
      rate: progress.samplesPerSecond.toFixed(0),
      loss: progress.loss.toFixed(4),
      workers: progress.workers,
      left: duration(progress.secondsLeft),
    };
    if (this.bars) {
      // One bar, begun anew with each epoch: what an epoch came to is said above it.
      this.bar ??= this.bars.create(progress.stepsInEpoch, 0, fields);
      this.bar.setTotal(progress.stepsInEpoch);
      this.bar.update(progress.stepInEpoch, fields);
      return;
    }
    const last = progress.stepInEpoch === progress.stepsInEpoch;
    if (progress.stepInEpoch % PLAIN_EVERY_STEPS !== 0 && !last && progress.step !== 1) return;
    const where = `epoch ${fields.epoch}/${fields.epochs}  step ${progress.stepInEpoch}/${progress.stepsInEpoch}`;
    this.print(
      `${where}  loss ${fields.loss}  ${fields.rate} samples/s  ${fields.workers} workers  ${fields.left} left`,
    );
  }

  epochEnded(epoch: number, loss: number): void {
    if (this.json) this.line({ type: 'epoch', epoch, loss });
    else this.say(`epoch ${epoch}: average loss ${loss.toFixed(5)}`);
  }

  /** A sentence for people; for machines `data` as a line. */
  result(message: string, data: Record<string, unknown>): void {
    if (this.json) this.line(data);
    else this.say(message);
  }

  close(): void {
    this.bars?.update();
    this.bars?.stop();
    this.bar = undefined;
    // What is said from now on goes to the terminal as it is.
    this.bars = undefined;
  }

  private say(message: string): void {
    if (this.bar) this.bars?.log(`${message}\n`);
    else this.print(message);
  }

  private print(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  private line(data: Record<string, unknown>): void {
    this.print(JSON.stringify(data));
  }
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
  return `${Math.floor(whole / 3600)}:${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} h`;
}

function snakeCase(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );
}
