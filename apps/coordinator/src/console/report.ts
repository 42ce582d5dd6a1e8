/**
 * Prints the progress: as a bar per epoch on a terminal, as a line every PLAIN_EVERY_STEPS steps elsewhere, or as JSON lines.
 * It also prints the log lines, above the bar.
 */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { snakeCase } from './snake-case.js';

export interface Progress {
  step: number;
  epoch: number;
  epochs: number;
  /** Finished steps of this epoch. */
  stepInEpoch: number;
  stepsInEpoch: number;
  loss: number;
  samplesPerSecond: number;
  workers: number;
  secondsLeft: number;
}

/** Steps between two progress lines without a terminal. */
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

  /** Writes a log line, which includes its line end. */
  readonly writeLog = (line: string): void => {
    if (this.bar) this.bars?.log(line);
    else process.stderr.write(line);
  };

  progress(progress: Progress): void {
    if (this.json) return this.line({ type: 'step', ...(snakeCase(progress) as object) });
    const fields = {
      epoch: progress.epoch,
      epochs: progress.epochs,
      rate: progress.samplesPerSecond.toFixed(0),
      loss: progress.loss.toFixed(4),
      workers: progress.workers,
      left: duration(progress.secondsLeft),
    };
    if (this.bars) {
      // Each epoch restarts the one bar. The result of an epoch is printed above it.
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
    else this.printAboveBar(`epoch ${epoch}: average loss ${loss.toFixed(5)}`);
  }

  /** Prints the message, or with --json `data` as a line. */
  result(message: string, data: Record<string, unknown>): void {
    if (this.json) this.line(data);
    else this.printAboveBar(message);
  }

  close(): void {
    this.bars?.update();
    this.bars?.stop();
    this.bar = undefined;
    this.bars = undefined;
  }

  private printAboveBar(message: string): void {
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

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
  return `${Math.floor(whole / 3600)}:${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} h`;
}
