/**
 * A cost model of a step, fitted to measured points:
 *
 *   step = compute ÷ W + a + b · W · bytes + c · bytes
 *
 * a is the constant cost of a step, b the cost of each worker's vector in the hub (coordinator and NATS server), and c the cost of a
 * vector independent of the workers, mainly Adam. The fit is ordinary least squares by the normal equations. Each point has the
 * weight 1 ÷ measured, so that relative errors count. Coefficients that would be negative are set to 0.
 */

export interface Point {
  workers: number;
  /** Size of one vector of gradients or weights. */
  bytes: number;
  /** Duration of a whole batch on one worker. */
  computeMs: number;
  stepMs: number;
}

export interface CostModel {
  /** a, in ms. */
  fixedMs: number;
  /** b and c, in ns per byte. */
  nsPerWorkerByte: number;
  nsPerByte: number;
}

const NS_PER_MS = 1e6;

/** @throws RangeError for fewer points than coefficients */
export function fitCostModel(points: readonly Point[]): CostModel {
  if (points.length < 3) throw new RangeError(`a cost model needs three points or more, not ${points.length}`);
  const rows = points.map(({ workers, bytes, computeMs, stepMs }) => {
    const weight = 1 / stepMs;
    const features = [1, (workers * bytes) / NS_PER_MS, bytes / NS_PER_MS].map((value) => value * weight);
    return { features, target: (stepMs - computeMs / workers) * weight };
  });
  const fits = SUBSETS.map((columns) => fit(rows, columns)).filter((found) => found !== undefined);
  const best = fits.reduce((least, found) => (found.error < least.error ? found : least));
  const [fixedMs = 0, nsPerWorkerByte = 0, nsPerByte = 0] = best.coefficients;
  return { fixedMs, nsPerWorkerByte, nsPerByte };
}

export function predictStepMs(model: CostModel, { workers, bytes, computeMs }: Omit<Point, 'stepMs'>): number {
  const perByte = model.nsPerWorkerByte * workers + model.nsPerByte;
  return computeMs / workers + model.fixedMs + (perByte * bytes) / NS_PER_MS;
}

/**
 * The expected duration of a step when each worker has its own machine, and one network link of the hub carries all gradients in and
 * all weights out.
 * @param hubNsPerWorkerByte processor time of coordinator and server per worker and byte. It replaces the model's b, which includes
 *   the workers' share of the measuring machine's cores.
 */
export function predictOnNetworkMs(
  model: CostModel,
  hubNsPerWorkerByte: number,
  gigabitsPerSecond: number,
  where: Omit<Point, 'stepMs'>,
): number {
  // Weights follow gradients, because they depend on all gradients of the step.
  const wireNsPerByte = (2 * 8) / gigabitsPerSecond;
  return predictStepMs({ ...model, nsPerWorkerByte: hubNsPerWorkerByte + wireNsPerByte }, where);
}

interface Row {
  features: number[];
  target: number;
}

/** All choices of coefficients that are not 0. */
const SUBSETS = [[0, 1, 2], [0, 1], [0, 2], [1, 2], [0], [1], [2]];

/** Returns undefined when a coefficient would be negative or is not determined by the points. */
function fit(rows: readonly Row[], columns: readonly number[]): { coefficients: number[]; error: number } | undefined {
  const matrix = columns.map((i) => columns.map((j) => sum(rows, ({ features }) => features[i]! * features[j]!)));
  const right = columns.map((i) => sum(rows, ({ features, target }) => features[i]! * target));
  const solved = solve(matrix, right);
  if (!solved || solved.some((value) => value < 0)) return undefined;
  const coefficients = [0, 0, 0];
  columns.forEach((column, i) => (coefficients[column] = solved[i]!));
  const error = sum(rows, ({ features, target }) => {
    const residual = target - features.reduce((total, feature, i) => total + feature * coefficients[i]!, 0);
    return residual * residual;
  });
  return { coefficients, error };
}

/** Gaussian elimination with partial pivoting. Returns undefined for a singular matrix. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  const scale = Math.max(...rows.flat().map(Math.abs));
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivot = column + below.indexOf(Math.max(...below));
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) <= scale * 1e-14) return undefined;
    for (const row of rows) {
      if (row === head) continue;
      const factor = row[column]! / head[column]!;
      for (let i = column; i <= size; i++) row[i] = row[i]! - factor * head[i]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
